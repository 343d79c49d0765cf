import { addDays, DAY, dateAt, dayBounds, wallAt, weekdayOf } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { cutTo, hoursShown, stretchOn, UNIT } from "#app/domain/scheduling/rules/day-grid.ts";
import { placeInLanes } from "#app/domain/scheduling/rules/lanes.ts";
import type { Ctx } from "#db/context.ts";
import { type CalendarEntry, listEntries } from "./entry-queries.ts";

/** Whose time is shown: a location or a member, on their own clocks. */
export type Host = { id: string; name: string; zone: string; kind: "location" | "member" };

/** One appointment on one day: from unit to unit of the shown hours, in a lane. `lane` null: there was none left. */
export type PlacedEntry = CalendarEntry & {
	host: string;
	zone: string;
	from: number;
	to: number;
	began: boolean;
	goesOn: boolean;
	lane: number | null;
	lanes: number;
};

const MOST = 500;
/** More side by side cannot be read in a column of this width. */
const LANES = { week: 3, day: 12 };

export type CalendarQuery = {
	locationId?: string | undefined;
	memberId?: string | undefined;
	date?: string | undefined;
	view: "day" | "week";
	cancelled: boolean;
};

/**
 * A day or a week (Monday first) of one location, one member, or all that the organisation has, each on its own
 * clocks; three queries. `date` is `YYYY-MM-DD`; without it today, where the first one shown is. Cancelled ones only
 * when asked for. `zone` is that of all shown, null where they differ, and then there is no one `now` either.
 */
export async function getCalendar(ctx: Ctx, query: CalendarQuery) {
	authorize(ctx, "appointments.view");
	const hosts = [...(await listLocations(ctx)), ...(await listMembers(ctx))];
	const shown = hosts.filter(({ id }) => isShown(id, query));
	const now = ctx.now.getTime();
	const today = dateAt(now, shown[0]?.zone ?? "UTC");
	const date = query.date ?? today;
	const count = query.view === "week" ? 7 : 1;
	const first = query.view === "week" ? addDays(date, 1 - weekdayOf(date)) : date;
	const entries = await listEntries(ctx, { ...windowOf(shown, first, count), cancelled: query.cancelled });
	const zones = new Set(shown.map(({ zone }) => zone));
	const zone = zones.size === 1 ? [...zones][0]! : null;
	const dates = Array.from({ length: count }, (_, index) => addDays(first, index));
	const lying = dates.map((day) => ({ date: day, lying: lyingOn(day, shown, entries) }));
	const hours = hoursShown(lying.flatMap((day) => day.lying));
	const nowAt = zone === null ? 0 : Math.floor((wallAt(now, zone) % DAY) / UNIT) - hours.first * 12;
	return {
		hosts,
		date,
		today,
		zone,
		hours,
		/** In units of the shown hours, for the day that is today; null where it is outside them. */
		now: zone !== null && nowAt >= 0 && nowAt <= (hours.last - hours.first) * 12 ? nowAt : null,
		days: lying.map((day) => ({
			date: day.date,
			entries: placeInLanes(
				day.lying.map((entry) => cutTo(entry, hours)),
				LANES[query.view],
			) satisfies PlacedEntry[],
		})),
		before: addDays(first, -count),
		after: addDays(first, count),
	};
}

function isShown(id: string, { locationId, memberId }: CalendarQuery): boolean {
	return locationId ? id === locationId : memberId ? id === memberId : true;
}

/** The instants between which the days lie on all clocks shown. */
function windowOf(shown: readonly Host[], first: string, count: number) {
	const bounds = shown.map(({ zone }) => ({
		from: dayBounds(first, zone).startsAt,
		to: dayBounds(addDays(first, count), zone).startsAt,
	}));
	return {
		resourceIds: shown.map(({ id }) => id),
		from: Math.min(...bounds.map(({ from }) => from)),
		to: Math.max(...bounds.map(({ to }) => to)),
	};
}

/** What touches a local day, so that work over a night stands on both. */
function lyingOn(date: string, shown: readonly Host[], entries: ReadonlyMap<string, CalendarEntry[]>) {
	return shown.flatMap(({ id, name, zone }) =>
		(entries.get(id) ?? []).flatMap((entry) => {
			const times = { startsAt: entry.startsAt.getTime(), endsAt: entry.endsAt.getTime() };
			const stretch = stretchOn(date, zone, times);
			return stretch ? [{ ...entry, ...stretch, host: name, zone }] : [];
		}),
	);
}

async function listLocations(ctx: Ctx): Promise<Host[]> {
	const rows = await ctx.db
		.selectFrom("locations")
		.select(["id", "name", "time_zone as zone"])
		.orderBy("name")
		.orderBy("id")
		.limit(MOST)
		.execute();
	return rows.map((row) => ({ ...row, kind: "location" }));
}

/** The members who have hours, whether or not they take appointments now: they may have some already. */
async function listMembers(ctx: Ctx): Promise<Host[]> {
	const rows = await ctx.db
		.selectFrom("memberships as m")
		.innerJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "m.org_id").onRef("s.member_id", "=", "m.id"))
		.select(["m.id", "m.name", "s.time_zone as zone"])
		.orderBy("m.name")
		.orderBy("m.id")
		.limit(MOST)
		.execute();
	return rows.map((row) => ({ ...row, kind: "member" }));
}
