import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { SCHEDULE_TEXT_COLUMNS, scheduleTexts } from "#app/domain/scheduling/hours/schedule-columns.ts";
import { saySendHours } from "#app/domain/scheduling/rules/written-hours.ts";
import type { Ctx } from "#db/context.ts";

/** What the column `locations.send_window` holds, as this room writes it. */
const SendWindowColumn = z.looseObject({
	hours: z
		.array(z.object({ weekdays: z.array(z.int().min(1).max(7)), opens: z.string(), closes: z.string() }))
		.nullish(),
	holidays: z.array(z.string()).nullish(),
	quietHours: z.looseObject({ starts: z.string(), ends: z.string() }).nullish(),
});

/** All locations with their schedule and how many services can be booked, by name; one query. */
export async function listLocationSettings(ctx: Ctx) {
	authorize(ctx, "locations.view");
	return ctx.db
		.selectFrom("locations as l")
		.leftJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "l.org_id").onRef("s.location_id", "=", "l.id"))
		.select(["l.id", "l.name", "l.slug", "l.time_zone as zone", "l.phone", "l.active", "s.capacity"])
		.select((eb) =>
			eb
				.selectFrom("services as v")
				.select((count) => count.fn.countAll<number>().as("count"))
				.whereRef("v.org_id", "=", "l.org_id")
				.whereRef("v.location_id", "=", "l.id")
				.where("v.active", "=", true)
				.as("services"),
		)
		.orderBy("l.name")
		.orderBy("l.id")
		.limit(1_000)
		.execute();
}

/** A location as its form shows it: every field a text. 404 where there is none. */
export async function getLocationSettings(ctx: Ctx, id: string) {
	authorize(ctx, "locations.view");
	const row = isId(id)
		? await ctx.db
				.selectFrom("locations as l")
				.innerJoin("organisations as o", "o.id", "l.org_id")
				.leftJoin("schedules as s", (join) =>
					join.onRef("s.org_id", "=", "l.org_id").onRef("s.location_id", "=", "l.id"),
				)
				.select(["l.id", "l.name", "l.slug", "l.time_zone", "l.phone", "l.email", "l.address", "l.active", "l.version"])
				.select(SCHEDULE_TEXT_COLUMNS)
				.select(["l.send_window", "s.capacity", "o.slug as org_slug"])
				.where("l.id", "=", id)
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("location");
	const send = SendWindowColumn.parse(row.send_window ?? {});
	return {
		id: row.id,
		version: row.version,
		bookingPath: `/book/${row.org_slug}/${row.slug}`,
		fields: {
			name: row.name,
			slug: row.slug,
			timeZone: row.time_zone,
			phone: row.phone ?? "",
			email: row.email ?? "",
			address: row.address ?? "",
			active: row.active ? "on" : "",
			...scheduleTexts(row),
			capacity: String(row.capacity ?? 1),
			sendHours: saySendHours(send.hours ?? null),
			sendHolidays: (send.holidays ?? []).join("\n"),
			quietStarts: send.quietHours?.starts ?? "",
			quietEnds: send.quietHours?.ends ?? "",
		} as Record<string, string>,
	};
}

/** A location's services, in use or not, its own and the shop's; two queries. */
export async function getServiceSettings(ctx: Ctx, locationId: string) {
	authorize(ctx, "locations.view");
	const location = isId(locationId)
		? await ctx.db.selectFrom("locations").select(["id", "name"]).where("id", "=", locationId).executeTakeFirst()
		: undefined;
	if (!location) throw notFound("location");
	const services = await ctx.db
		.selectFrom("services")
		.select([
			"id",
			"name",
			"price_cents as priceCents",
			"currency",
			"duration_minutes as durationMinutes",
			"active",
			"source",
		])
		.where("location_id", "=", location.id)
		.orderBy("name")
		.orderBy("id")
		.limit(500)
		.execute();
	return { location, services };
}
