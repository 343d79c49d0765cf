import { sayInstant } from "#app/base/words/say-time.ts";
import { raiseTask } from "#app/domain/crm/raise-task.ts";
import type { ShopAppointment } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import type { KnownAppointment } from "./known-appointment.ts";
import type { ShopCalendar } from "./read-shop-appointments.ts";

/**
 * Our own appointment, met in the shop's calendar. A run that wrote it and died before it could say so is made good.
 * One that the shop moved or cancelled since it was written is a person's to settle: the customer was told our time.
 */
export async function noteOwnInShop(
	ctx: Ctx,
	calendar: ShopCalendar,
	own: KnownAppointment,
	visit: ShopAppointment,
): Promise<void> {
	if (own.external_id === null && !visit.cancelled) {
		await ctx.db
			.updateTable("appointments")
			.set({ source: calendar.connectionId, external_id: visit.externalId })
			.where("id", "=", own.id)
			.where("external_id", "is", null)
			.execute();
	}
	// What is still to be written from here is about to change the shop's.
	const written = own.sync_state === "synced" && own.synced_sequence === own.sequence;
	if (!written || own.state !== "booked" || own.external_id !== visit.externalId) return;
	const moved =
		visit.startsAt.getTime() !== own.starts_at.getTime() || visit.endsAt.getTime() !== own.ends_at.getTime();
	if (!visit.cancelled && !moved) return;
	const what = visit.cancelled ? "cancelled" : `moved to ${sayInstant(visit.startsAt, calendar.zone)}`;
	const message = `The shop has ${what} an appointment that is booked here for ${sayInstant(own.starts_at, calendar.zone)}.`;
	await ctx.db
		.updateTable("appointments")
		.set({ sync_state: "conflict", sync_error: message, updated_at: ctx.now })
		.where("id", "=", own.id)
		.execute();
	await raiseTask(ctx, {
		title: `The shop has ${visit.cancelled ? "cancelled" : "moved"} “${own.title}”`,
		detail: `${message} Agree with the customer, then move or cancel it here.`,
		kind: "appointment-conflict",
		subject: { type: "appointment", id: own.id },
		dedupeKey: `appointment-sync ${own.id}`,
	});
	await ctx.record({
		name: "appointment.sync-failed",
		subject: { type: "appointment", id: own.id },
		data: { connectionId: calendar.connectionId, error: message },
		topics: [`calendar:${calendar.locationId}`],
	});
}
