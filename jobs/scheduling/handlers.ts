import {
	confirmAppointmentJob,
	followShopJob,
	readShopAppointmentsJob,
	releaseMemberJob,
	remindAppointmentJob,
	sweepShopCalendarsJob,
	writeAppointmentJob,
} from "#app/domain/scheduling/jobs.ts";
import { handles } from "#jobs/handles.ts";
import { confirmAppointment } from "./confirm-appointment.ts";
import { followShop } from "./follow-shop.ts";
import { readShopAppointments } from "./read-shop-appointments.ts";
import { releaseMember } from "./release-member.ts";
import { remindAppointment } from "./remind-appointment.ts";
import { sweepShopCalendars } from "./sweep-shop-calendars.ts";
import { writeAppointment } from "./write-appointment.ts";

/** The jobs of this area and who does them. */
export const schedulingHandlers: ReturnType<typeof handles>[] = [
	handles(confirmAppointmentJob, confirmAppointment),
	handles(remindAppointmentJob, remindAppointment),
	handles(releaseMemberJob, releaseMember),
	handles(followShopJob, followShop),
	handles(writeAppointmentJob, writeAppointment),
	handles(readShopAppointmentsJob, readShopAppointments),
	handles(sweepShopCalendarsJob, sweepShopCalendars),
];
