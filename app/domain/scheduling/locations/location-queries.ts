import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { ExceptionsColumn, WeeklyHoursColumn } from "#app/domain/scheduling/schema.ts";
import type { Ctx } from "#db/context.ts";

export type LocationFilter = {
	/** The id of the last location of the page before. */
	after?: string | undefined;
	limit: number;
};

/**
 * Locations with their hours and their services in use, by name, a page at a time: two queries, whatever their
 * number. `next` is the `after` of the page that follows. 404 when `after` names a location that is not here.
 */
export async function listLocations(ctx: Ctx, { after, limit }: LocationFilter) {
	authorize(ctx, "locations.view");
	const { rows, more } = await readPlaces(ctx, after, limit);
	const services = await readServices(
		ctx,
		rows.map((row) => row.id),
	);
	const data = rows.map((row) => ({
		id: row.id,
		name: row.name,
		slug: row.slug,
		timeZone: row.time_zone,
		phone: row.phone,
		email: row.email,
		address: row.address,
		active: row.active,
		hours: row.weekly_hours === null ? [] : WeeklyHoursColumn.parse(row.weekly_hours),
		exceptions: row.exceptions === null ? [] : ExceptionsColumn.parse(row.exceptions),
		capacity: row.capacity,
		services: services.get(row.id) ?? [],
	}));
	return { data, next: more ? data.at(-1)!.id : null };
}

async function readPlaces(ctx: Ctx, after: string | undefined, limit: number) {
	let query = ctx.db
		.selectFrom("locations as l")
		.leftJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "l.org_id").onRef("s.location_id", "=", "l.id"))
		.select(["l.id", "l.name", "l.slug", "l.time_zone", "l.phone", "l.email", "l.address", "l.active"])
		.select(["s.weekly_hours", "s.exceptions", "s.capacity"])
		.orderBy("l.name")
		.orderBy("l.id")
		.limit(limit + 1);
	if (after) {
		const last = await ctx.db.selectFrom("locations").select(["name", "id"]).where("id", "=", after).executeTakeFirst();
		if (!last) throw notFound("location");
		query = query.where((where) => where(where.refTuple("l.name", "l.id"), ">", where.tuple(last.name, last.id)));
	}
	const rows = await query.execute();
	return { rows: rows.slice(0, limit), more: rows.length > limit };
}

type Service = {
	id: string;
	name: string;
	description: string;
	priceCents: number | null;
	currency: string;
	durationMinutes: number | null;
};

async function readServices(ctx: Ctx, locationIds: string[]): Promise<Map<string, Service[]>> {
	const byLocation = new Map<string, Service[]>();
	if (locationIds.length === 0) return byLocation;
	const rows = await ctx.db
		.selectFrom("services")
		.select(["id", "location_id", "name", "description", "price_cents", "currency", "duration_minutes"])
		.where("location_id", "in", locationIds)
		.where("active", "=", true)
		.orderBy("name")
		.orderBy("id")
		.execute();
	for (const row of rows) {
		const list = byLocation.get(row.location_id) ?? [];
		byLocation.set(row.location_id, list);
		list.push({
			id: row.id,
			name: row.name,
			description: row.description,
			priceCents: row.price_cents,
			currency: row.currency,
			durationMinutes: row.duration_minutes,
		});
	}
	return byLocation;
}
