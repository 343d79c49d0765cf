import type { ExpressionBuilder } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { ShopKind } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import type { Database } from "#db/types.ts";

const COLUMNS = [
	"id",
	"kind",
	"name",
	"base_url as baseUrl",
	"enabled",
	"lead_statuses as leadStatuses",
	"won_statuses as wonStatuses",
	"mapping",
	"polled_at as polledAt",
	"poll_after as pollAfter",
	"failures",
	"failing_since as failingSince",
	"last_error as lastError",
	"signature_failures as signatureFailures",
	"signature_failed_at as signatureFailedAt",
	"catalogue_synced_at as catalogueSyncedAt",
	"catalogue_error as catalogueError",
	"catalogue_failing_since as catalogueFailingSince",
	"lookback_days as lookbackDays",
	"version",
	"created_at as createdAt",
] as const;

/** A mapped location whose calendar could not be read when it was last asked for. */
const hasFailingCalendar = (eb: ExpressionBuilder<Database, "shop_connections">) =>
	eb
		.exists(
			eb
				.selectFrom("shop_locations as failing")
				.select("failing.external_id")
				.whereRef("failing.org_id", "=", "shop_connections.org_id")
				.whereRef("failing.connection_id", "=", "shop_connections.id")
				.where("failing.location_id", "is not", null)
				.where("failing.calendar_failing_since", "is not", null),
		)
		.as("calendarFailing");

/** Every connection of the organisation with its health, by name. Never a key or a secret. */
export async function listShops(ctx: Ctx) {
	authorize(ctx, "shops.view");
	const rows = await ctx.db
		.selectFrom("shop_connections")
		.select(COLUMNS)
		.select(hasFailingCalendar)
		.orderBy("name")
		.orderBy("id")
		.execute();
	return rows.map(({ mapping: _mapping, kind, ...row }) => ({
		...row,
		kind: kind as ShopKind,
		calendarFailing: Boolean(row.calendarFailing),
	}));
}

/** One connection, without its secrets. 404 for one that is not here. */
export async function getShop(ctx: Ctx, connectionId: string) {
	authorize(ctx, "shops.view");
	if (!isId(connectionId)) throw notFound("connection");
	const row = await ctx.db
		.selectFrom("shop_connections")
		.select(COLUMNS)
		.select(hasFailingCalendar)
		.select((eb) => eb("previous_webhook_secret_sealed", "is not", null).as("hasFormerSecret"))
		.where("id", "=", connectionId)
		.executeTakeFirst();
	if (!row) throw notFound("connection");
	const { hasFormerSecret, calendarFailing } = row;
	return {
		...row,
		kind: row.kind as ShopKind,
		hasFormerSecret: Boolean(hasFormerSecret),
		calendarFailing: Boolean(calendarFailing),
	};
}

/** The shop's locations that are known and what they are mapped to, and the locations of ours to choose from. */
export async function listShopPlaces(ctx: Ctx, connectionId: string) {
	authorize(ctx, "shops.view");
	const places = await ctx.db
		.selectFrom("shop_locations as p")
		.select(["p.external_id as externalId", "p.external_name as name", "p.location_id as locationId"])
		.select(["p.calendar_error as calendarError", "p.calendar_failing_since as calendarFailingSince"])
		.select((eb) =>
			eb
				.selectFrom("services as s")
				.whereRef("s.location_id", "=", "p.location_id")
				.whereRef("s.source", "=", "p.connection_id")
				.where("s.active", "=", true)
				.select((count) => count.fn.countAll<number>().as("services"))
				.as("services"),
		)
		.where("p.connection_id", "=", connectionId)
		.orderBy("p.external_name")
		.orderBy("p.external_id")
		.execute();
	const ours = await ctx.db
		.selectFrom("locations")
		.select(["id", "name"])
		.where("active", "=", true)
		.orderBy("name")
		.orderBy("id")
		.limit(1_000)
		.execute();
	return { places: places.map((place) => ({ ...place, services: Number(place.services ?? 0) })), ours };
}
