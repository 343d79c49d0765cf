import { newId } from "#app/base/ids.ts";
import type { HoursException, WeeklyHours } from "#app/base/opening-hours.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { as, type TestOrg } from "#tests/support/house.ts";

/** Monday to Friday, 9 to 12 and 1 to 5. */
export const WEEK: WeeklyHours[] = [1, 2, 3, 4, 5].flatMap((weekday) => [
	{ weekday, opens: "09:00", closes: "12:00" },
	{ weekday, opens: "13:00", closes: "17:00" },
]);

export type Shop = { locationId: string; serviceId: string; contactId: string };

type Options = {
	zone?: string;
	hours?: WeeklyHours[];
	exceptions?: HoursException[];
	capacity?: number;
	before?: number;
	after?: number;
	step?: number;
	notice?: number;
	horizon?: number;
	duration?: number;
	slug?: string;
};

/** A location with hours, one service and one contact. */
export async function makeShop(org: TestOrg, options: Options = {}): Promise<Shop> {
	const locationId = newId();
	const serviceId = newId();
	const zone = options.zone ?? "America/Los_Angeles";
	await as(org, "owner", async ({ db, org: org_id }) => {
		await db
			.insertInto("locations")
			.values({
				org_id,
				id: locationId,
				name: "Main Street",
				slug: options.slug ?? `loc-${locationId.slice(-12)}`,
				time_zone: zone,
				phone: "+15005550100",
				address: "1 Main Street",
			})
			.execute();
		await db
			.insertInto("schedules")
			.values({
				org_id,
				id: newId(),
				location_id: locationId,
				time_zone: zone,
				weekly_hours: jsonb(options.hours ?? WEEK),
				exceptions: jsonb(options.exceptions ?? []),
				capacity: options.capacity ?? 1,
				buffer_before_minutes: options.before ?? 0,
				buffer_after_minutes: options.after ?? 0,
				step_minutes: options.step ?? 60,
				minimum_notice_minutes: options.notice ?? 60,
				horizon_days: options.horizon ?? 60,
			})
			.execute();
		await db
			.insertInto("services")
			.values({
				org_id,
				id: serviceId,
				location_id: locationId,
				name: "Window tint",
				price_cents: 24_900,
				duration_minutes: options.duration ?? 60,
			})
			.execute();
	});
	return { locationId, serviceId, contactId: await makeContact(org) };
}

export async function makeContact(org: TestOrg, more: { email?: string; phone?: string; first_name?: string } = {}) {
	const id = newId();
	await as(org, "owner", ({ db, org: org_id }) =>
		db
			.insertInto("contacts")
			.values({ org_id, id, first_name: "Ann", email: `ann-${id.slice(-12)}@example.test`, ...more })
			.execute(),
	);
	return id;
}

export const appointmentsAt = (org: TestOrg, locationId: string) =>
	as(org, "owner", (ctx: Ctx) =>
		ctx.db.selectFrom("appointments").selectAll().where("location_id", "=", locationId).orderBy("starts_at").execute(),
	);

export const eventsOf = (org: TestOrg, id: string) =>
	as(org, "owner", async (ctx) => {
		const rows = await ctx.db.selectFrom("events").select("name").where("subject_id", "=", id).orderBy("id").execute();
		return rows.map((row) => row.name);
	});
