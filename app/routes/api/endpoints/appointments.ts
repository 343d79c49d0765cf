import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment as cancel } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment as move } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { listAppointments as readAppointments } from "#app/domain/scheduling/calendar/appointment-list-queries.ts";
import { APPOINTMENT_STATES } from "#app/domain/scheduling/schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import {
	cursorIn,
	instantIn,
	instantOut,
	pageLimit,
	pageOf,
	readCursor,
	writeCursor,
} from "#app/doors/api/endpoint-schema.ts";
import { oneOf, Slot } from "./locations.ts";

const Appointment = z.object({
	id: z.uuid(),
	locationId: z.uuid().nullable(),
	memberId: z.uuid().nullable(),
	memberName: z.string().nullable().describe("As the member was called when it was booked"),
	contactId: z.uuid().nullable(),
	leadId: z.uuid().nullable(),
	conversationId: z.uuid().nullable(),
	serviceId: z.uuid().nullable(),
	title: z.string(),
	startsAt: instantOut,
	endsAt: instantOut,
	timeZone: z.string(),
	state: z.enum(APPOINTMENT_STATES),
	origin: z.string().describe("chat, page, member, api or shop"),
	priceCents: z.number().int().nullable(),
	currency: z.string().nullable(),
	version: z.number().int(),
	syncState: z.string().describe("Where it stands with the shop system"),
	cancelReason: z.string().nullable(),
	createdAt: instantOut,
	updatedAt: instantOut,
});

const Alternatives = z.object({ alternatives: z.array(Slot) });
const Place = z.object({ startsAt: z.iso.datetime().transform((text) => new Date(text)), id: z.uuid() });

export const listAppointments = endpoint({
	method: "GET",
	path: "/api/appointments",
	summary: "List appointments, the latest start first",
	permission: "appointments.view",
	input: z.object({
		state: z.enum(APPOINTMENT_STATES).optional(),
		locationId: z.uuid().optional(),
		memberId: z.uuid().optional(),
		contactId: z.uuid().optional(),
		leadId: z.uuid().optional(),
		from: instantIn.optional().describe("Starting at or after"),
		to: instantIn.optional().describe("Starting before"),
		limit: pageLimit,
		cursor: cursorIn,
	}),
	output: pageOf(Appointment),
	async run(ctx, { cursor, ...filter }) {
		const { data, next } = await readAppointments(ctx, { ...filter, after: readCursor(Place, cursor) });
		return { data, next: writeCursor(next) };
	},
});

export const createAppointment = endpoint({
	method: "POST",
	path: "/api/appointments",
	summary: "Book an appointment",
	description:
		"Takes a slot that /api/availability offers: a service at a location, or time with a member. The same contact, " +
		"service or member, and start twice is the same appointment. When the slot is gone: 409 with other times in `details.alternatives`.",
	permission: "appointments.book",
	status: 201,
	input: z.object({
		locationId: z.uuid().optional().describe("With serviceId; this or memberId, not both"),
		serviceId: z.uuid().optional().describe("What is done at the location"),
		memberId: z.uuid().optional().describe("With durationMinutes; this or locationId, not both"),
		durationMinutes: z.number().int().min(5).max(1_440).optional().describe("How long with the member"),
		title: z.string().trim().max(200).optional().describe("What the time with a member is about; Meeting unless said"),
		contactId: z.uuid(),
		leadId: z.uuid().optional(),
		startsAt: instantIn,
	}),
	output: Appointment,
	conflict: Alternatives,
	run: (ctx, input) => bookAppointment(ctx, { ...bookedOf(input), ...whoOf(input), origin: "api" }),
});

export const moveAppointment = endpoint({
	method: "PATCH",
	path: "/api/appointments/{id}",
	summary: "Move an appointment to another slot",
	description: "With `version`, another change meanwhile is a 409. The customer is told of the new time.",
	permission: "appointments.change",
	also: ["appointments.view"],
	input: z.strictObject({ id: z.uuid(), startsAt: instantIn, version: z.number().int().optional() }),
	output: Appointment,
	conflict: Alternatives,
	run: (ctx, { id, startsAt, version }) => move(ctx, { appointmentId: id, startsAt, version }),
});

export const cancelAppointment = endpoint({
	method: "DELETE",
	path: "/api/appointments/{id}",
	summary: "Cancel an appointment",
	description: "Answers the appointment, whose state is then cancelled. Cancelled twice is cancelled once.",
	permission: "appointments.change",
	also: ["appointments.view"],
	input: z.object({ id: z.uuid(), reason: z.string().trim().max(500).default("") }),
	output: Appointment,
	run: (ctx, { id, reason }) => cancel(ctx, { appointmentId: id, reason }),
});

type NewAppointment = {
	locationId?: string | undefined;
	serviceId?: string | undefined;
	memberId?: string | undefined;
	durationMinutes?: number | undefined;
	title?: string | undefined;
};

/** What is booked: a service at a location or time with a member. 422 at the field that is missing or too much. */
function bookedOf(input: NewAppointment) {
	const { locationId, serviceId, memberId, durationMinutes, title } = input;
	oneOf({ locationId, memberId });
	if (memberId) {
		if (serviceId) throw refused("serviceId", "A service is booked at its location, not with a member");
		if (!durationMinutes) throw refused("durationMinutes", "Say how long it takes");
		return { memberId, durationMinutes, title: title ?? "" };
	}
	if (!locationId || !serviceId) throw refused("serviceId", "Say which service");
	if (durationMinutes || title) throw refused("durationMinutes", "A service has its own name and length");
	return { locationId, serviceId };
}

const refused = (field: string, words: string) => invalid(`${words}.`, { [field]: [words] });

const whoOf = ({
	contactId,
	leadId,
	startsAt,
}: {
	contactId: string;
	leadId?: string | undefined;
	startsAt: Date;
}) => ({
	contactId,
	leadId,
	startsAt,
});
