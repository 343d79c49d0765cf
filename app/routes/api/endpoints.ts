import type { Endpoint } from "#app/doors/api/endpoint-definition.ts";
import { cancelAppointment, createAppointment, listAppointments, moveAppointment } from "./endpoints/appointments.ts";
import { chatWithLead } from "./endpoints/chat.ts";
import { listEvents } from "./endpoints/events.ts";
import { createLead, getLead, listLeads, updateLead } from "./endpoints/leads.ts";
import { listLocations, showAvailability } from "./endpoints/locations.ts";
import { listMessages } from "./endpoints/messages.ts";
import { showPreferences, updatePreferences } from "./endpoints/preferences.ts";
import { showSystemStatus } from "./endpoints/system.ts";

/** Every endpoint of the API, on one page. What stands here is answered, documented and swept by the tests. */
export const endpoints: readonly Endpoint[] = [
	listLeads,
	createLead,
	getLead,
	updateLead,
	chatWithLead,
	listLocations,
	showAvailability,
	listAppointments,
	createAppointment,
	moveAppointment,
	cancelAppointment,
	listMessages,
	listEvents,
	showPreferences,
	updatePreferences,
	showSystemStatus,
];
