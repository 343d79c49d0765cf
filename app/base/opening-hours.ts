import { DAY, dayOfDate, offsetPeriods, timeOfDay, weekdayOfDay } from "./time.ts";

/** Opening hours on a weekday (1 Monday to 7 Sunday), on the wall clock of a zone. Several in a day leave a lunch. */
export type WeeklyHours = { readonly weekday: number; readonly opens: string; readonly closes: string };

/** A date that differs from its weekday: closed, or open at other hours. `name` says why ("Thanksgiving"). */
export type HoursException = {
	readonly date: string;
	readonly name?: string | null;
	readonly closed?: boolean;
	readonly hours?: readonly { readonly opens: string; readonly closes: string }[];
};

/**
 * A piece of opening time: [start, end) in epoch ms, inside one offset period. `anchor` is the instant at which the
 * hours open, counted in this piece's offset: slots start at whole steps from it, so that the wall clock shows 9:00,
 * 9:30 … before and after a clock change.
 */
export type OpenPiece = { readonly start: number; readonly end: number; readonly anchor: number };

type Range = { readonly opens: number; readonly closes: number };

/**
 * The opening time of a calendar that touches [from, to), as pieces sorted by start. An instant is open when the wall
 * clock it shows lies in the hours: skipped readings open nothing, repeated ones open twice. Throws RangeError for
 * hours that are no times, or do not close after they open.
 */
export function openPieces(
	calendar: {
		zone: string;
		weeklyHours: readonly WeeklyHours[];
		exceptions: readonly HoursException[];
	},
	from: number,
	to: number,
): OpenPiece[] {
	const hoursOf = hoursByDay(calendar.weeklyHours, calendar.exceptions);
	const pieces: OpenPiece[] = [];
	for (const period of offsetPeriods(calendar.zone, from, to)) {
		const start = Math.max(from, period.start);
		const end = Math.min(to, period.end);
		const lastDay = Math.floor((end - 1 + period.offset) / DAY);
		for (let day = Math.floor((start + period.offset) / DAY); day <= lastDay; day++) {
			for (const range of hoursOf(day)) {
				const midnight = day * DAY - period.offset;
				const opens = Math.max(period.start, midnight + range.opens);
				const closes = Math.min(period.end, midnight + range.closes);
				if (closes > opens) pieces.push({ start: opens, end: closes, anchor: midnight + range.opens });
			}
		}
	}
	return pieces.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The hours of any day (counted from 1970-01-01): those of the exception for its date, else of its weekday. */
function hoursByDay(weekly: readonly WeeklyHours[], exceptions: readonly HoursException[]) {
	const byWeekday: Range[][] = Array.from({ length: 8 }, () => []);
	for (const hours of weekly) {
		if (hours.weekday < 1 || !byWeekday[hours.weekday]) throw new RangeError(`Not a weekday: ${hours.weekday}`);
		byWeekday[hours.weekday]?.push(rangeOf(hours));
	}
	const byDay = new Map<number, Range[]>();
	for (const exception of exceptions) {
		const day = dayOfDate(exception.date);
		const hours = exception.closed ? [] : (exception.hours ?? []).map(rangeOf);
		const before = byDay.get(day);
		// Two exceptions for one date: a closure wins, otherwise both sets of hours count.
		byDay.set(day, before && (before.length === 0 || hours.length === 0) ? [] : [...(before ?? []), ...hours]);
	}
	const none: Range[] = [];
	return (day: number): readonly Range[] => byDay.get(day) ?? byWeekday[weekdayOfDay(day)] ?? none;
}

function rangeOf(hours: { opens: string; closes: string }): Range {
	const range = { opens: timeOfDay(hours.opens), closes: timeOfDay(hours.closes) };
	if (range.closes <= range.opens) throw new RangeError(`Hours ${hours.opens} to ${hours.closes} never open`);
	return range;
}
