import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { ShopError, ShopLocation, ShopService } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import { type ShopSettings, shopSettings } from "../shops/shop-settings.ts";
import { storable } from "../storable.ts";

export type CatalogueReading = { settings: ShopSettings; places: { externalId: string; locationId: string }[] };

/** What to read for a connection: its mapped locations. 404 for a connection that is not here. */
export async function openCatalogue(ctx: Ctx, connectionId: string): Promise<CatalogueReading> {
	authorize(ctx, "shops.receive");
	const settings = await shopSettings(ctx, connectionId);
	const rows = await ctx.db
		.selectFrom("shop_locations")
		.select(["external_id", "location_id"])
		.where("connection_id", "=", connectionId)
		.where("location_id", "is not", null)
		.orderBy("external_id")
		.execute();
	return { settings, places: rows.map((row) => ({ externalId: row.external_id, locationId: row.location_id! })) };
}

/** Keeps what the shop told about its locations: names for the mapping, country and currency for what comes of them. */
export async function saveShopLocations(ctx: Ctx, connectionId: string, places: readonly ShopLocation[]) {
	authorize(ctx, "shops.receive");
	if (places.length === 0) return;
	await ctx.db
		.insertInto("shop_locations")
		.values(
			storable(places).map((place) => ({
				org_id: ctx.org,
				connection_id: connectionId,
				external_id: place.externalId,
				external_name: place.name,
				country: place.country,
				currency: place.currency,
			})),
		)
		.onConflict((conflict) =>
			conflict.columns(["org_id", "connection_id", "external_id"]).doUpdateSet((eb) => ({
				external_name: eb.ref("excluded.external_name"),
				country: eb.ref("excluded.country"),
				currency: eb.ref("excluded.currency"),
			})),
		)
		.execute();
}

type LocationCatalogue = { connectionId: string; locationId: string; services: readonly ShopService[] };

/**
 * Makes one location's services of this connection the shop's: new ones added, known ones brought in step, those that
 * are gone no longer active (appointments keep them). Services made by hand stay as they are. Returns the counts.
 */
export async function saveCatalogue(ctx: Ctx, { connectionId, locationId, services }: LocationCatalogue) {
	authorize(ctx, "shops.receive");
	// A shop that marks none as bookable does not use the mark; where some are, the rest is not for customers.
	const marked = services.some((service) => service.bookable);
	const rows = [...new Map(storable(services).map((service) => [service.externalId, service])).values()].map(
		(service) => ({
			id: newId(),
			external_id: service.externalId,
			name: service.name,
			description: service.description ?? "",
			price_cents: service.priceCents,
			currency: service.currency,
			duration_minutes: service.durationMinutes === null ? null : Math.min(service.durationMinutes, 14_400),
			active: marked ? service.bookable : true,
		}),
	);
	const written = await sql<{ added: boolean }>`
		insert into services as s (org_id, id, location_id, source, external_id, name, description, price_cents, currency,
			duration_minutes, active, updated_at)
		select ${ctx.org}::uuid, n.id, ${locationId}::uuid, ${connectionId}::uuid, n.external_id, n.name, n.description,
			n.price_cents, n.currency, n.duration_minutes, n.active, ${ctx.now}::timestamptz
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, external_id text, name text,
			description text, price_cents bigint, currency text, duration_minutes integer, active boolean)
		on conflict (org_id, location_id, source, external_id) do update set name = excluded.name,
			description = excluded.description, price_cents = excluded.price_cents, currency = excluded.currency,
			duration_minutes = excluded.duration_minutes, active = excluded.active, updated_at = excluded.updated_at
			where (s.name, s.description, s.price_cents, s.currency, s.duration_minutes, s.active) is distinct from
				(excluded.name, excluded.description, excluded.price_cents, excluded.currency, excluded.duration_minutes, excluded.active)
		returning s.id = any(${rows.map((row) => row.id)}::uuid[]) as added`.execute(ctx.db);
	const gone = await sql`
		update services set active = false, updated_at = ${ctx.now}::timestamptz
		where location_id = ${locationId}::uuid and source = ${connectionId}::uuid and active
			and external_id <> all(${rows.map((row) => row.external_id)}::text[])`.execute(ctx.db);
	const added = written.rows.filter((row) => row.added).length;
	return { added, changed: written.rows.length - added, gone: Number(gone.numAffectedRows ?? 0) };
}

export type CatalogueCounts = Awaited<ReturnType<typeof saveCatalogue>>;

/** The catalogue was read to its end. */
export async function endCatalogue(ctx: Ctx, connectionId: string, counts: readonly CatalogueCounts[]): Promise<void> {
	authorize(ctx, "shops.receive");
	await ctx.db
		.updateTable("shop_connections")
		.set({ catalogue_synced_at: ctx.now, catalogue_error: null, catalogue_failing_since: null })
		.where("id", "=", connectionId)
		.execute();
	const sum = (part: keyof CatalogueCounts) => counts.reduce((total, each) => total + each[part], 0);
	const data = { added: sum("added"), changed: sum("changed"), gone: sum("gone") };
	if (data.added + data.changed + data.gone === 0) return;
	const topics = ["services"];
	await ctx.record({ name: "shop.catalogue-synced", subject: { type: "shop", id: connectionId }, data, topics });
}

/** The catalogue could not be read; the reason stands on the connection until it can. */
export async function failCatalogue(ctx: Ctx, connectionId: string, error: ShopError): Promise<void> {
	authorize(ctx, "shops.receive");
	await ctx.db
		.updateTable("shop_connections")
		.set((eb) => ({
			catalogue_error: error.message.slice(0, 500),
			catalogue_failing_since: eb.fn.coalesce("catalogue_failing_since", eb.val(ctx.now)),
		}))
		.where("id", "=", connectionId)
		.execute();
}
