import { DAY, dateAt, MINUTE, wallAt } from "#app/base/time.ts";
import { type DayRange, readDays } from "./read-day.ts";
import { readTime, type TimeRange } from "./read-time.ts";

/** When somebody would like to come. Days are local dates; without them any day will do. */
export type When = { days?: DayRange; time?: TimeRange; earliest?: boolean };

const EARLIEST =
	/\b(?:earliest|soonest|asap|as soon as (?:possible|you can)|next (?:available|free|open|opening|slot)|first (?:available|free|open|opening|slot)|soon|quickly|right away)\b/;

/** The day and time of day a plain text names, in the location's zone at an instant (epoch ms); undefined: neither. */
export function readWhen(text: string, now: number, zone: string): When | undefined {
	const days = readDays(text, now, zone);
	const time = readTime(text);
	const earliest = EARLIEST.test(text);
	if (!days && !time && !earliest) return undefined;
	return { ...(days ? { days } : {}), ...(time ? { time } : {}), ...(earliest ? { earliest } : {}) };
}

/** Whether an instant lies in the days and hours that were asked for; an exact time counts only to the minute. */
export function fitsWhen(instant: number, when: When, zone: string): boolean {
	const date = dateAt(instant, zone);
	if (when.days && (date < when.days.from || date > when.days.to)) return false;
	return !when.time || fitsTime(instant, when.time, zone);
}

/** Whether the clock at an instant shows a time within the range (or exactly its time). */
export function fitsTime(instant: number, time: TimeRange, zone: string): boolean {
	const wall = wallAt(instant, zone);
	const minute = Math.floor((((wall % DAY) + DAY) % DAY) / MINUTE);
	return time.exact === undefined ? minute >= time.from && minute < time.to : minute === time.exact;
}
