import { DAY, dayOfDate, HOUR, MINUTE, wallAt } from "#app/base/time.ts";
import type { Stretch } from "./lanes.ts";

/** The calendar's grid counts a day in units of five minutes, which is the finest step a schedule can have. */
export const UNIT = 5 * MINUTE;
const UNITS_A_DAY = DAY / UNIT;
const UNITS_AN_HOUR = HOUR / UNIT;
/** What is shorter is drawn this long, so that it can be read and pressed. */
const SHORTEST = 5;
/** The hours that are always shown; what lies outside widens them. */
const USUAL = { first: 8, last: 18 };

/**
 * Where something lies on a local date, in units since midnight on the zone's clocks; null where it does not touch
 * that date. What began before or ends after is cut at midnight, and says so. Where the clocks go back within it, it is
 * as long as it takes rather than ending before it begins.
 */
export function stretchOn(
	date: string,
	zone: string,
	{ startsAt, endsAt }: { startsAt: number; endsAt: number },
): (Stretch & { began: boolean; goesOn: boolean }) | null {
	const midnight = dayOfDate(date) * DAY;
	const start = wallAt(startsAt, zone) - midnight;
	const end = Math.max(
		wallAt(endsAt, zone) - midnight,
		start < 0 ? Number.NEGATIVE_INFINITY : start + endsAt - startsAt,
	);
	if (start >= DAY || end <= 0) return null;
	const from = Math.max(0, Math.floor(start / UNIT));
	const to = Math.min(UNITS_A_DAY, Math.max(Math.ceil(end / UNIT), from + SHORTEST));
	return { from: Math.min(from, UNITS_A_DAY - SHORTEST), to, began: start < 0, goesOn: end > DAY };
}

/** The whole hours that hold all stretches, `first` to `last`; an edge that was cut at midnight widens nothing. */
export function hoursShown(stretches: readonly (Stretch & { began: boolean; goesOn: boolean })[]): {
	first: number;
	last: number;
} {
	let { first, last } = USUAL;
	for (const { from, to, began, goesOn } of stretches) {
		if (!began) first = Math.min(first, Math.floor(from / UNITS_AN_HOUR));
		else first = Math.min(first, Math.floor((to - 1) / UNITS_AN_HOUR));
		if (!goesOn) last = Math.max(last, Math.ceil(to / UNITS_AN_HOUR));
		else last = Math.max(last, Math.ceil((from + 1) / UNITS_AN_HOUR));
	}
	return { first, last };
}

/** A stretch as the shown hours hold it, counted from their first. */
export function cutTo<T extends Stretch>(stretch: T, { first, last }: { first: number; last: number }): T {
	const [top, bottom] = [first * UNITS_AN_HOUR, last * UNITS_AN_HOUR];
	const from = Math.min(Math.max(stretch.from, top), bottom - SHORTEST) - top;
	return { ...stretch, from, to: Math.max(Math.min(stretch.to, bottom) - top, from + SHORTEST) };
}
