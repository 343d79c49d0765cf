import { sql } from "kysely";
import { invalid, notFound } from "#app/base/errors.ts";
import type { HoursException, WeeklyHours } from "#app/base/opening-hours.ts";
import { pausesWork } from "#app/domain/scheduling/rules/pausing.ts";
import { ExceptionsColumn, WeeklyHoursColumn } from "#app/domain/scheduling/schema.ts";
import type { Ctx } from "#db/context.ts";

/** The rules by which a location or a member can be booked. */
export type Schedule = {
	weeklyHours: WeeklyHours[];
	exceptions: HoursException[];
	capacity: number;
	bufferBeforeMinutes: number;
	bufferAfterMinutes: number;
	stepMinutes: number;
	minimumNoticeMinutes: number;
	horizonDays: number;
};

export type BookedService = {
	id: string;
	name: string;
	durationMinutes: number;
	priceCents: number | null;
	currency: string;
};

/** A location with its schedule and, when one was named, the service to be booked there; or a member, who has none. */
export type Place = {
	kind: "location" | "member";
	id: string;
	name: string;
	zone: string;
	active: boolean;
	/** The shop connection that appointments here are written to, if any. */
	connectionId: string | null;
	schedule: Schedule;
	service: BookedService | undefined;
};

/** The columns that `scheduleOf` reads. */
export const SCHEDULE_COLUMNS = [
	"s.weekly_hours",
	"s.exceptions",
	"s.capacity",
	"s.buffer_before_minutes",
	"s.buffer_after_minutes",
	"s.step_minutes",
	"s.minimum_notice_minutes",
	"s.horizon_days",
] as const;

/** A location that can be booked, in one query. 404 where the location or service is not there, 422 where it has no hours or duration. */
export async function getPlace(ctx: Ctx, locationId: string, serviceId?: string): Promise<Place> {
	const row = await places(ctx)
		.leftJoin("services as v", (join) =>
			join
				.onRef("v.org_id", "=", "l.org_id")
				.onRef("v.location_id", "=", "l.id")
				.on("v.id", "=", serviceId ?? null),
		)
		.select([
			"v.id as service_id",
			"v.name as service_name",
			"v.duration_minutes",
			"v.price_cents",
			"v.currency",
			"v.active as service_active",
		])
		.where("l.id", "=", locationId)
		.executeTakeFirst();
	if (!row) throw notFound("location");
	if (serviceId && !row.service_id) throw notFound("service");
	if (serviceId && row.duration_minutes === null) {
		throw invalid("This service has no duration yet, so no time can be found for it. Call us to book it.");
	}
	return { ...placeOf(row), service: serviceOf(row) };
}

/** A location in use that can be booked by its place in the address, in one query; undefined when there is none. */
export async function findPlaceBySlug(
	ctx: Ctx,
	slug: string,
): Promise<(Place & { slug: string; phone: string | null; address: string | null }) | undefined> {
	const row = await places(ctx)
		.select(["l.slug", "l.phone", "l.address"])
		.where("l.slug", "=", slug)
		.where("l.active", "=", true)
		.executeTakeFirst();
	if (!row || row.capacity === null) return undefined;
	return { ...placeOf(row), service: undefined, slug: row.slug, phone: row.phone, address: row.address };
}

/** Several locations with their schedules, in one query; those without one are left out. */
export async function listPlaces(ctx: Ctx, locationIds: readonly string[]): Promise<Place[]> {
	if (locationIds.length === 0) return [];
	const rows = await places(ctx).where("l.id", "in", locationIds).where("l.active", "=", true).execute();
	return rows.filter((row) => row.capacity !== null).map((row) => ({ ...placeOf(row), service: undefined }));
}

function places(ctx: Ctx) {
	return ctx.db
		.selectFrom("locations as l")
		.leftJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "l.org_id").onRef("s.location_id", "=", "l.id"))
		.select(["l.id", "l.name", "l.time_zone", "l.active", ...SCHEDULE_COLUMNS])
		.select(
			sql<string | null>`(select c.id from shop_locations sl join shop_connections c
				on c.org_id = sl.org_id and c.id = sl.connection_id
				where sl.org_id = l.org_id and sl.location_id = l.id and c.enabled order by c.id limit 1)`.as("connection_id"),
		);
}

type PlaceRow = Awaited<ReturnType<ReturnType<typeof places>["execute"]>>[number];

function placeOf(row: PlaceRow): Omit<Place, "service"> {
	if (row.capacity === null) throw invalid("This location has no opening hours yet.");
	const { id, name, active } = row;
	const schedule = scheduleOf(row);
	return { kind: "location", id, name, zone: row.time_zone, active, connectionId: row.connection_id, schedule };
}

/** A row of `schedules` as rules read it. */
export function scheduleOf(row: Pick<PlaceRow, ScheduleColumn>): Schedule {
	return {
		weeklyHours: WeeklyHoursColumn.parse(row.weekly_hours ?? []),
		exceptions: ExceptionsColumn.parse(row.exceptions ?? []),
		capacity: row.capacity ?? 1,
		bufferBeforeMinutes: row.buffer_before_minutes ?? 0,
		bufferAfterMinutes: row.buffer_after_minutes ?? 0,
		stepMinutes: row.step_minutes ?? 30,
		minimumNoticeMinutes: row.minimum_notice_minutes ?? 0,
		horizonDays: row.horizon_days ?? 60,
	};
}

type ScheduleColumn = (typeof SCHEDULE_COLUMNS)[number] extends `s.${infer Name}` ? Name & keyof PlaceRow : never;

function serviceOf(row: {
	service_id: string | null;
	service_name: string | null;
	duration_minutes: number | null;
	price_cents: number | null;
	currency: string | null;
}): BookedService | undefined {
	if (!row.service_id || row.duration_minutes === null) return undefined;
	return {
		id: row.service_id,
		name: row.service_name ?? "",
		durationMinutes: row.duration_minutes,
		priceCents: row.price_cents,
		currency: row.currency ?? "USD",
	};
}

/** A schedule as the rules of free slots read it, for work of one length. */
export function slotRules(place: Place, durationMinutes: number) {
	return {
		...place.schedule,
		zone: place.zone,
		durationMinutes,
		// A vehicle stays over night; a person goes home.
		mayPause: place.kind === "location" && pausesWork(place.schedule.weeklyHours, durationMinutes),
	};
}
