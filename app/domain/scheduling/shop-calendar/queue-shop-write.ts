import type { Appointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { writeAppointmentJob } from "#app/domain/scheduling/jobs.ts";
import type { Ctx } from "#db/context.ts";

/** Has an appointment written to its shop, where its location belongs to one. */
export async function queueShopWrite(ctx: Ctx, appointment: Appointment): Promise<void> {
	if (appointment.syncState !== "pending") return;
	await ctx.enqueue(writeAppointmentJob, { orgId: ctx.org, appointmentId: appointment.id });
}
