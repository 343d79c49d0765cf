import { authorize } from "#app/domain/identity/policy.ts";
import { queueShopWrite } from "#app/domain/scheduling/shop-calendar/queue-shop-write.ts";
import type { Ctx } from "#db/context.ts";
import { type Appointment, getAppointment, lockAppointment } from "./appointment-queries.ts";
import { parentOf } from "./book-appointment.ts";
import { refuseUnchangeable } from "./changeable.ts";
import { withdrawNotices } from "./notice-keys.ts";

/**
 * Cancels an appointment: its time is free at once, its sequence rises by one. Its
 * reminders that still wait are withdrawn. Cancelled twice is cancelled once.
 * Throws 409 for one that is over or the shop's own.
 */
export async function cancelAppointment(
	ctx: Ctx,
	{ appointmentId, reason }: { appointmentId: string; reason: string },
): Promise<Appointment> {
	authorize(ctx, "appointments.change");
	await getAppointment(ctx, appointmentId);
	const current = await lockAppointment(ctx, appointmentId);
	if (current.state === "cancelled" && current.origin !== "shop") return current;
	refuseUnchangeable(ctx, current, "cancelled");
	await ctx.db
		.updateTable("appointments")
		.set((eb) => ({
			state: "cancelled",
			cancel_reason: reason.trim().slice(0, 500) || null,
			sequence: eb("sequence", "+", 1),
			version: eb("version", "+", 1),
			sync_state: current.syncState === "none" ? "none" : "pending",
			sync_error: null,
			updated_at: ctx.now,
		}))
		.where("id", "=", current.id)
		.execute();
	await withdrawNotices(ctx, current, "cancelled");
	const cancelled = await getAppointment(ctx, current.id);
	await ctx.record({
		name: "appointment.cancelled",
		subject: { type: "appointment", id: cancelled.id },
		parent: parentOf(cancelled),
		changes: { state: [current.state, "cancelled"] },
		data: {
			contactId: cancelled.contactId,
			leadId: cancelled.leadId,
			conversationId: cancelled.conversationId,
			locationId: cancelled.locationId,
			memberId: cancelled.memberId,
			serviceId: cancelled.serviceId,
			title: cancelled.title,
			startsAt: cancelled.startsAt.toISOString(),
			sequence: cancelled.sequence,
		},
		topics: [`calendar:${cancelled.locationId ?? cancelled.memberId}`],
	});
	await queueShopWrite(ctx, cancelled);
	return cancelled;
}
