import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { pollNow, pollShopJob, syncCatalogueJob } from "../jobs.ts";
import type { MapLocations } from "../schema.ts";

/**
 * Says which of our locations each of the shop's is; an empty one takes no orders. When one is newly mapped, polling
 * begins again at the look-back, so that its orders of the last days are found, and its catalogue is read.
 * 404 for a connection or a location that is not here; external ids the shop never told are passed over.
 */
export async function mapShopLocations(ctx: Ctx, { connectionId, places }: MapLocations & { connectionId: string }) {
	authorize(ctx, "shops.manage");
	const connection = await ctx.db
		.selectFrom("shop_connections")
		.select("id")
		.where("id", "=", connectionId)
		.forUpdate()
		.executeTakeFirst();
	if (!connection) throw notFound("connection");
	await assertLocations(ctx, places);
	const known = await ctx.db
		.selectFrom("shop_locations")
		.select(["external_id", "location_id"])
		.where("connection_id", "=", connectionId)
		.execute();
	const before = new Map(known.map((row) => [row.external_id, row.location_id]));
	const changed = places.filter(
		(place) => before.has(place.externalId) && (before.get(place.externalId) ?? "") !== place.locationId,
	);
	if (changed.length === 0) return;
	for (const { externalId, locationId } of changed) {
		await ctx.db
			.updateTable("shop_locations")
			.set({ location_id: locationId || null })
			.where("connection_id", "=", connectionId)
			.where("external_id", "=", externalId)
			.execute();
	}
	await ctx.record({
		name: "shop.locations-mapped",
		subject: { type: "shop", id: connectionId },
		changes: Object.fromEntries(
			changed.map(({ externalId, locationId }) => [externalId, [before.get(externalId) ?? null, locationId || null]]),
		),
	});
	if (!changed.some(({ locationId }) => locationId !== "")) return;
	await ctx.db
		.updateTable("shop_connections")
		.set({ cursor: null, poll_after: ctx.now })
		.where("id", "=", connectionId)
		.execute();
	await ctx.enqueue(syncCatalogueJob, { orgId: ctx.org, connectionId });
	await ctx.enqueue(pollShopJob, { orgId: ctx.org, connectionId }, pollNow({ connectionId }));
}

async function assertLocations(ctx: Ctx, places: MapLocations["places"]): Promise<void> {
	const wanted = [...new Set(places.map((place) => place.locationId).filter((id) => id !== ""))];
	if (wanted.length === 0) return;
	const found = await ctx.db.selectFrom("locations").select("id").where("id", "in", wanted).execute();
	if (found.length !== wanted.length) throw notFound("location");
}
