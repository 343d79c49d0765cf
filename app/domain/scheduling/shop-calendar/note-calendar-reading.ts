import { authorize } from "#app/domain/identity/policy.ts";
import type { ShopAppointment, ShopError } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import type { ShopCalendar } from "./read-shop-appointments.ts";
import { saveShopAppointments } from "./save-shop-appointments.ts";

/**
 * Keeps what a shop told of one calendar and forgets that reading it failed. Two readings may cross (a webhook's and
 * the sweep's): an answer to an earlier question than the one that is kept changes nothing.
 */
export async function keepCalendar(
	ctx: Ctx,
	calendar: ShopCalendar,
	visits: readonly ShopAppointment[],
): Promise<void> {
	authorize(ctx, "shops.receive");
	const before = await ctx.db
		.selectFrom("shop_locations")
		.select(["calendar_read_at", "calendar_failing_since"])
		.where("connection_id", "=", calendar.connectionId)
		.where("external_id", "=", calendar.externalLocationId)
		.forUpdate()
		.executeTakeFirst();
	if (!before || (before.calendar_read_at && before.calendar_read_at > calendar.askedAt)) return;
	await ctx.db
		.updateTable("shop_locations")
		.set({ calendar_read_at: calendar.askedAt, calendar_failing_since: null, calendar_error: null })
		.where("connection_id", "=", calendar.connectionId)
		.where("external_id", "=", calendar.externalLocationId)
		.execute();
	await saveShopAppointments(ctx, calendar, visits);
	if (!before.calendar_failing_since) return;
	await ctx.record({
		name: "shop.calendar-recovered",
		subject: { type: "shop", id: calendar.connectionId },
		data: { locationId: calendar.locationId, since: before.calendar_failing_since.toISOString() },
	});
}

/**
 * Calendars of one connection could not be read: the reason stands on each, with since when, until it can be read.
 * What was read before stays busy time.
 */
export async function failCalendars(ctx: Ctx, calendars: readonly ShopCalendar[], error: ShopError): Promise<void> {
	authorize(ctx, "shops.receive");
	const [first] = calendars;
	if (!first) return;
	const { connectionId } = first;
	const externalIds = calendars.map((calendar) => calendar.externalLocationId);
	const rows = await ctx.db
		.selectFrom("shop_locations")
		.select(["location_id", "calendar_failing_since"])
		.where("connection_id", "=", connectionId)
		.where("external_id", "in", externalIds)
		.orderBy("external_id")
		.forUpdate()
		.execute();
	await ctx.db
		.updateTable("shop_locations")
		.set((eb) => ({
			calendar_failing_since: eb.fn.coalesce("calendar_failing_since", eb.val(ctx.now)),
			calendar_error: error.message.slice(0, 500),
		}))
		.where("connection_id", "=", connectionId)
		.where("external_id", "in", externalIds)
		.execute();
	const fresh = rows.filter((row) => row.calendar_failing_since === null);
	if (fresh.length === 0) return;
	await ctx.record({
		name: "shop.calendar-failing",
		subject: { type: "shop", id: connectionId },
		data: { kind: error.kind, reason: error.message, locationIds: fresh.map((row) => row.location_id) },
	});
}

/** Whether the same would be met at the shop's other calendars too, so that they need not be asked now. */
export function concernsWholeShop({ kind }: ShopError): boolean {
	return kind === "unauthorized" || kind === "rate-limited" || kind === "unavailable" || kind === "timeout";
}
