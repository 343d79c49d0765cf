import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { type Appointment, getAppointment, lockAppointment } from "./appointment-queries.ts";
import { parentOf } from "./book-appointment.ts";

/**
 * Says what became of an appointment that has begun: the customer came, or did not. One can be corrected into the
 * other. 409 before its start and for a cancelled one.
 */
export async function settleAppointment(
	ctx: Ctx,
	{ appointmentId, outcome }: { appointmentId: string; outcome: "completed" | "no-show" },
): Promise<Appointment> {
	authorize(ctx, "appointments.settle");
	await getAppointment(ctx, appointmentId);
	const current = await lockAppointment(ctx, appointmentId);
	if (current.state === outcome) return current;
	if (current.state === "cancelled") throw conflict("This appointment is cancelled.");
	if (current.startsAt > ctx.now) throw conflict("This appointment has not begun yet.");
	await ctx.db
		.updateTable("appointments")
		.set((eb) => ({ state: outcome, version: eb("version", "+", 1), updated_at: ctx.now }))
		.where("id", "=", current.id)
		.execute();
	const settled = await getAppointment(ctx, current.id);
	await ctx.record({
		name: `appointment.${outcome === "completed" ? "completed" : "missed"}`,
		subject: { type: "appointment", id: settled.id },
		parent: parentOf(settled),
		changes: { state: [current.state, outcome] },
		data: {
			contactId: settled.contactId,
			leadId: settled.leadId,
			locationId: settled.locationId,
			memberId: settled.memberId,
		},
		topics: [`calendar:${settled.locationId ?? settled.memberId}`],
	});
	return settled;
}
