import { Temporal } from "temporal-polyfill";

/** A minute, an hour and a day of 24 hours, in milliseconds. A local day may be longer or shorter. */
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/**
 * A stretch of time in which a zone keeps one offset. `start` (inclusive) and `end` (exclusive) are epoch
 * milliseconds, infinite where the zone never changed before or never will after. `offset` is local minus UTC, in ms.
 */
export type Period = { readonly start: number; readonly end: number; readonly offset: number };

// One zone and year are read from the time zone database once; after that, local time is arithmetic on numbers.
// Creating Temporal objects for each slot would cost a hundred times as much.
const CACHE_LIMIT = 4096;
const cache = new Map<string, readonly Period[]>();

/** Whether a text is a time zone that this runtime knows by its IANA name (such as `America/Los_Angeles`). */
export function isZone(zone: unknown): zone is string {
	if (typeof zone !== "string" || !/^[A-Za-z]/.test(zone)) return false;
	try {
		return offsetAt(0, zone) !== undefined;
	} catch {
		return false;
	}
}

/** The offset periods of a zone that touch [from, to), in order and without gaps. Throws RangeError for an unknown zone. */
export function offsetPeriods(zone: string, from: number, to: number): readonly Period[] {
	const first = new Date(from).getUTCFullYear();
	const last = new Date(Math.max(from, to - 1)).getUTCFullYear();
	if (Number.isNaN(first) || Number.isNaN(last)) throw new RangeError("Not an instant");
	const found: Period[] = [];
	for (let year = first; year <= last; year++) {
		for (const period of periodsOfYear(zone, year)) {
			const before = found.at(-1);
			if (period.end > from && period.start < to && (!before || period.start >= before.end)) found.push(period);
		}
	}
	return found;
}

/** Local minus UTC at an instant (epoch ms), in ms. */
export function offsetAt(instant: number, zone: string): number {
	for (const period of periodsOfYear(zone, new Date(instant).getUTCFullYear())) {
		if (instant >= period.start && instant < period.end) return period.offset;
	}
	throw new RangeError("Not an instant");
}

/** The wall reading at an instant, as epoch ms that show it when read as UTC. Comparable, and splits by `DAY`. */
export function wallAt(instant: number, zone: string): number {
	return instant + offsetAt(instant, zone);
}

/** Every instant at which a zone's clocks show a wall reading: none (skipped), one, or two (repeated), ascending. */
export function instantsAtWall(wall: number, zone: string): number[] {
	const found: number[] = [];
	for (const period of offsetPeriods(zone, wall - 2 * DAY, wall + 2 * DAY)) {
		const instant = wall - period.offset;
		if (instant >= period.start && instant < period.end) found.push(instant);
	}
	return found;
}

/**
 * The first instant at which the clocks show `wall` or later: the earlier of a repeated reading, and for a reading
 * that is skipped the instant at which the clocks jump over it.
 */
export function firstInstantFrom(wall: number, zone: string): number {
	let best = Number.POSITIVE_INFINITY;
	for (const period of offsetPeriods(zone, wall - 2 * DAY, wall + 3 * DAY)) {
		const instant = Math.max(period.start, wall - period.offset);
		if (instant < period.end && instant < best) best = instant;
	}
	return best;
}

/** The local date at an instant, as `YYYY-MM-DD`. */
export function dateAt(instant: number, zone: string): string {
	return dateOfDay(Math.floor(wallAt(instant, zone) / DAY));
}

/** The ISO weekday of a date: 1 Monday to 7 Sunday. */
export function weekdayOf(date: string): number {
	return weekdayOfDay(dayOfDate(date));
}

/** The date `days` days after (or, negative, before) a date. */
export function addDays(date: string, days: number): string {
	return dateOfDay(dayOfDate(date) + days);
}

/** The first instant of a local date, and the first one of the next. A date that a zone skipped has length 0. */
export function dayBounds(date: string, zone: string): { startsAt: number; endsAt: number } {
	const wall = dayOfDate(date) * DAY;
	return { startsAt: firstInstantFrom(wall, zone), endsAt: firstInstantFrom(wall + DAY, zone) };
}

/** A date as its number of days since 1970-01-01. Throws RangeError for a date that does not exist. */
export function dayOfDate(date: string): number {
	const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
	if (Number.isNaN(ms) || dateOfDay(ms / DAY) !== date) throw new RangeError(`Not a date: ${date}`);
	return ms / DAY;
}

/**
 * Whether an instant lies in the years that are kept and counted with, 1900 to 2199. What is farther off is a slip of
 * the keyboard or worse; some way beyond, the database and the calendar give up.
 */
export function isNear(instant: Date | number): boolean {
	const year = new Date(instant).getUTCFullYear();
	return year >= 1900 && year < 2200;
}

/** A date that somebody wrote into an address or a text: itself when there is such a day in years that are near. */
export function readDate(text: string | null | undefined): string | undefined {
	if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
	const at = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(at) && dateOfDay(at / DAY) === text && isNear(at) ? text : undefined;
}

/** The date (`YYYY-MM-DD`) of a day counted from 1970-01-01. */
export function dateOfDay(day: number): string {
	return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The ISO weekday (1 Monday to 7 Sunday) of a day counted from 1970-01-01, which was a Thursday. */
export function weekdayOfDay(day: number): number {
	return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** A time of day, `HH:MM` or `HH:MM:SS` up to `24:00`, in ms since midnight on the clock. Throws RangeError otherwise. */
export function timeOfDay(text: string): number {
	const parts = /^([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
	const ms = parts ? Number(parts[1]) * HOUR + Number(parts[2]) * MINUTE + Number(parts[3] ?? 0) * 1000 : Number.NaN;
	if (Number.isNaN(ms) || ms > DAY) throw new RangeError(`Not a time of day: ${text}`);
	return ms;
}

function periodsOfYear(zone: string, year: number): readonly Period[] {
	const key = `${zone} ${year}`;
	const known = cache.get(key);
	if (known) return known;
	const periods = readPeriods(zone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1));
	if (cache.size >= CACHE_LIMIT) cache.clear();
	cache.set(key, periods);
	return periods;
}

function readPeriods(zone: string, from: number, to: number): readonly Period[] {
	const periods: Period[] = [];
	let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
	// A transition exactly at `at` begins the period; any earlier one lies before it.
	const began = at.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
	let start = began ? began.epochMilliseconds : Number.NEGATIVE_INFINITY;
	while (start < to) {
		const offset = at.offsetNanoseconds / 1_000_000;
		const next = at.getTimeZoneTransition("next");
		periods.push({ start, end: next ? next.epochMilliseconds : Number.POSITIVE_INFINITY, offset });
		if (!next) break;
		at = next;
		start = next.epochMilliseconds;
	}
	return periods;
}
