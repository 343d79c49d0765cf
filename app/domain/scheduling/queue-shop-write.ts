import type { Ctx } from "#db/context.ts";
import type { Appointment } from "./appointment-queries.ts";
import { writeAppointmentJob } from "./jobs.ts";

/** Has an appointment written to its shop, where its location belongs to one. */
export async function queueShopWrite(ctx: Ctx, appointment: Appointment): Promise<void> {
	if (appointment.syncState !== "pending") return;
	await ctx.enqueue(writeAppointmentJob, { orgId: ctx.org, appointmentId: appointment.id });
}
