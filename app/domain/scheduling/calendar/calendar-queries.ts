import { addDays, dateAt, dayBounds, weekdayOf } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { AppointmentOrigin, AppointmentState, SyncState } from "#app/domain/scheduling/schema.ts";
import type { Ctx } from "#db/context.ts";

/** One line of the calendar. */
export type CalendarEntry = {
	id: string;
	title: string;
	startsAt: Date;
	endsAt: Date;
	state: AppointmentState;
	origin: AppointmentOrigin;
	bay: number | null;
	syncState: SyncState;
	who: string;
};

const MOST = 500;

/**
 * A day or a week (Monday first) of one location, or of all that the organisation has, each on its own clocks; two
 * queries. `date` is `YYYY-MM-DD`; without it today, at the location shown. Cancelled ones only when asked for.
 */
export async function getCalendar(
	ctx: Ctx,
	query: { locationId?: string | undefined; date?: string | undefined; view: "day" | "week"; cancelled: boolean },
) {
	authorize(ctx, "appointments.view");
	const locations = await ctx.db
		.selectFrom("locations")
		.select(["id", "name", "time_zone as zone"])
		.orderBy("name")
		.orderBy("id")
		.limit(MOST)
		.execute();
	const shown = locations.filter((location) => !query.locationId || location.id === query.locationId);
	const today = dateAt(ctx.now.getTime(), shown[0]?.zone ?? "UTC");
	const date = query.date ?? today;
	const first = query.view === "week" ? addDays(date, 1 - weekdayOf(date)) : date;
	const count = query.view === "week" ? 7 : 1;
	const dates = Array.from({ length: count }, (_, index) => addDays(first, index));
	const bounds = shown.map(({ zone }) => ({
		from: dayBounds(first, zone).startsAt,
		to: dayBounds(addDays(first, count), zone).startsAt,
	}));
	const entries = await listEntries(ctx, {
		locationIds: shown.map(({ id }) => id),
		from: Math.min(...bounds.map(({ from }) => from)),
		to: Math.max(...bounds.map(({ to }) => to)),
		cancelled: query.cancelled,
	});
	const days = dates.map((day) => ({
		date: day,
		places: shown
			.map((location) => ({ ...location, entries: onDay(entries.get(location.id) ?? [], day, location.zone) }))
			.filter((place) => place.entries.length > 0 || shown.length === 1),
	}));
	const step = query.view === "week" ? 7 : 1;
	return { locations, days, date, today, before: addDays(first, -step), after: addDays(first, step) };
}

/** What touches a local day, so that work over a night stands on both. */
function onDay(entries: readonly CalendarEntry[], date: string, zone: string): CalendarEntry[] {
	const { startsAt, endsAt } = dayBounds(date, zone);
	return entries.filter((entry) => entry.startsAt.getTime() < endsAt && entry.endsAt.getTime() > startsAt);
}

async function listEntries(
	ctx: Ctx,
	query: { locationIds: string[]; from: number; to: number; cancelled: boolean },
): Promise<Map<string, CalendarEntry[]>> {
	const found = new Map<string, CalendarEntry[]>();
	if (query.locationIds.length === 0) return found;
	const rows = await ctx.db
		.selectFrom("appointments as a")
		.leftJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "a.org_id").onRef("c.id", "=", "a.contact_id"))
		.select(["a.id", "a.resource_id", "a.title", "a.starts_at", "a.ends_at", "a.state", "a.origin", "a.bay"])
		.select(["a.sync_state", "c.first_name", "c.last_name"])
		.where("a.resource_id", "in", query.locationIds)
		.where("a.ends_at", ">", new Date(query.from))
		.where("a.starts_at", "<", new Date(query.to))
		.$if(!query.cancelled, (builder) => builder.where("a.state", "<>", "cancelled"))
		.orderBy("a.starts_at")
		.orderBy("a.id")
		.limit(2_000)
		.execute();
	for (const row of rows) {
		const list = found.get(row.resource_id) ?? [];
		found.set(row.resource_id, list);
		list.push({
			id: row.id,
			title: row.title,
			startsAt: row.starts_at,
			endsAt: row.ends_at,
			state: row.state,
			origin: row.origin,
			bay: row.bay,
			syncState: row.sync_state,
			who: `${row.first_name ?? ""} ${row.last_name ?? ""}`.trim(),
		});
	}
	return found;
}
