import { DAY } from "#app/base/time.ts";
import { type ShopSettings, shopSettings } from "#app/domain/integrations/shops/shop-settings.ts";
import type { ShopAppointment, ShopSystem } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";

/** A location of a shop and the stretch of time to read of its calendar. */
export type ShopCalendar = {
	connectionId: string;
	locationId: string;
	externalLocationId: string;
	zone: string;
	from: Date;
	to: Date;
	/** When the shop was asked, or a little before. */
	askedAt: Date;
};

/**
 * The calendars of a connection as far as they can be booked here, or the one of a location by its id in the shop, and
 * how to ask for them; undefined where there is none, and while the connection is off.
 */
export async function findShopCalendars(
	ctx: Ctx,
	{ connectionId, externalLocationId }: { connectionId: string; externalLocationId?: string | undefined },
): Promise<{ settings: ShopSettings; calendars: ShopCalendar[] } | undefined> {
	const rows = await ctx.db
		.selectFrom("shop_locations as sl")
		.innerJoin("shop_connections as c", (join) =>
			join.onRef("c.org_id", "=", "sl.org_id").onRef("c.id", "=", "sl.connection_id"),
		)
		.innerJoin("locations as l", (join) =>
			join.onRef("l.org_id", "=", "sl.org_id").onRef("l.id", "=", "sl.location_id"),
		)
		.innerJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "l.org_id").onRef("s.location_id", "=", "l.id"))
		.select(["sl.external_id", "l.id", "l.time_zone", "s.horizon_days"])
		.where("c.id", "=", connectionId)
		.where("c.enabled", "=", true)
		.$if(externalLocationId !== undefined, (query) => query.where("sl.external_id", "=", externalLocationId!))
		.orderBy("sl.external_id")
		.execute();
	if (rows.length === 0) return undefined;
	const from = new Date(ctx.now.getTime() - DAY);
	const calendars = rows.map((row) => ({
		connectionId,
		locationId: row.id,
		externalLocationId: row.external_id,
		zone: row.time_zone,
		from,
		askedAt: ctx.now,
		// Two days more than can be booked: a slot on the last day may run into the next.
		to: new Date(ctx.now.getTime() + (row.horizon_days + 2) * DAY),
	}));
	return { settings: await shopSettings(ctx, connectionId), calendars };
}

/** What the shop has in one calendar, outside any transaction. Throws ShopError. */
export function readCalendar(shop: ShopSystem, calendar: ShopCalendar): Promise<ShopAppointment[]> {
	const { externalLocationId, from, to } = calendar;
	return shop.listAppointments({ externalLocationId, from, to });
}
