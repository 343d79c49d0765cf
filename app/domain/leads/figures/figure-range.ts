import { addDays, dateAt, dayBounds, readDate } from "#app/base/time.ts";

/** Days from `from` to `to`, both within, on a zone's clocks; the instants they span. */
export type FigureRange = { from: string; to: string; startsAt: Date; endsAt: Date };

/** The range an address asks for; the last 30 days where it asks for none, or for what is no range. */
export function figureRange(asked: { from: string | null; to: string | null }, zone: string, now: Date): FigureRange {
	const today = dateAt(now.getTime(), zone);
	const to = isDay(asked.to) ? asked.to : today;
	const from = isDay(asked.from) && asked.from <= to ? asked.from : addDays(to, -29);
	const startsAt = new Date(dayBounds(from, zone).startsAt);
	return { from, to, startsAt, endsAt: new Date(dayBounds(to, zone).endsAt) };
}

function isDay(text: string | null): text is string {
	return text !== null && /^20\d{2}-\d{2}-\d{2}$/.test(text) && readDate(text) !== undefined;
}
