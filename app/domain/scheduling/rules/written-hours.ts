import type { HoursException } from "#app/base/opening-hours.ts";
import { dayOfDate, timeOfDay } from "#app/base/time.ts";

/** Hours as people write them, one line each, and back. Parsers throw RangeError with words for the person who wrote. */

export type Range = { opens: string; closes: string };

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** "8:00-12:00, 12:30-17:30" as ranges; an empty text means closed. */
export function readRanges(text: string): Range[] {
	const ranges = text
		.split(/[,;]/)
		.map((part) => part.trim())
		.filter(Boolean)
		.map(readRange);
	const sorted = [...ranges].sort((a, b) => timeOfDay(a.opens) - timeOfDay(b.opens));
	for (const [index, range] of sorted.entries()) {
		const before = sorted[index - 1];
		if (before && timeOfDay(range.opens) < timeOfDay(before.closes)) {
			throw new RangeError(`${sayRange(before)} and ${sayRange(range)} overlap`);
		}
	}
	return sorted;
}

/** The ranges of a day as `readRanges` takes them. */
export function sayRanges(ranges: readonly Range[]): string {
	return ranges.map(sayRange).join(", ");
}

/** Lines such as "2026-12-25 closed Christmas Day" or "2026-12-24 9:00-12:00 Christmas Eve". */
export function readExceptions(text: string): HoursException[] {
	return linesOf(text).map((line) => {
		const [, date, rest] = /^(\d{4}-\d{2}-\d{2})\s+(.+)$/.exec(line) ?? [];
		if (!date || !rest)
			throw new RangeError(`“${line}” needs a date, such as 2026-12-25, and then its hours or “closed”`);
		checkDate(date);
		const closed = /^closed\b\s*(.*)$/i.exec(rest);
		if (closed) return { date, closed: true, ...(closed[1] ? { name: closed[1] } : {}) };
		const [, hours, name] = /^((?:\d{1,2}:\d{2}\s*[-–]\s*\d{1,2}:\d{2}[\s,;]*)+)(.*)$/.exec(rest) ?? [];
		if (!hours) throw new RangeError(`“${line}” needs hours such as 9:00-12:00, or “closed”`);
		return { date, hours: readRanges(hours), ...(name ? { name } : {}) };
	});
}

/** Exceptions as `readExceptions` takes them, by date. */
export function sayExceptions(exceptions: readonly HoursException[]): string {
	return [...exceptions]
		.sort((a, b) => (a.date < b.date ? -1 : 1))
		.map(({ date, closed, hours, name }) => {
			const when = closed || !hours?.length ? "closed" : sayRanges(hours);
			return [date, when, name].filter(Boolean).join(" ");
		})
		.join("\n");
}

export type SendHours = { weekdays: number[]; opens: string; closes: string };

/** Lines such as "Mon-Fri 9:00-19:00" or "Sat 10:00-14:00"; an empty text is null, any time. */
export function readSendHours(text: string): SendHours[] | null {
	const found = linesOf(text).map((line) => {
		const [, from, to, hours] = /^([a-z]{3})[a-z]*(?:\s*[-–]\s*([a-z]{3})[a-z]*)?\s+(.+)$/i.exec(line) ?? [];
		if (!from || !hours) throw new RangeError(`“${line}” needs days and hours, such as Mon-Fri 9:00-19:00`);
		const first = weekdayOf(from, line);
		const last = to ? weekdayOf(to, line) : first;
		if (last < first) throw new RangeError(`“${line}” ends before it begins; write two lines`);
		return { weekdays: Array.from({ length: last - first + 1 }, (_, index) => first + index), ...readRange(hours) };
	});
	return found.length > 0 ? found : null;
}

/** Send hours as `readSendHours` takes them. */
export function saySendHours(hours: readonly SendHours[] | null): string {
	return (hours ?? []).flatMap((entry) => runsOf(entry.weekdays).map((run) => `${run} ${sayRange(entry)}`)).join("\n");
}

/** Dates, however they are separated. */
export function readDates(text: string): string[] {
	const dates = text.split(/[\s,;]+/).filter(Boolean);
	for (const date of dates) checkDate(date);
	return [...new Set(dates)].sort();
}

function runsOf(weekdays: readonly number[]): string[] {
	const sorted = [...weekdays].sort((a, b) => a - b);
	const runs: number[][] = [];
	for (const day of sorted) {
		const last = runs.at(-1);
		if (last && last.at(-1) === day - 1) last.push(day);
		else runs.push([day]);
	}
	return runs.map((run) => (run.length === 1 ? DAYS[run[0]! - 1]! : `${DAYS[run[0]! - 1]}-${DAYS[run.at(-1)! - 1]}`));
}

function weekdayOf(text: string, line: string): number {
	const index = DAYS.findIndex((day) => day.toLowerCase() === text.toLowerCase());
	if (index < 0) throw new RangeError(`“${line}” begins with no weekday, such as Mon or Mon-Fri`);
	return index + 1;
}

function readRange(text: string): Range {
	const [, opens, closes] = /^(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})$/.exec(text.trim()) ?? [];
	if (!opens || !closes) throw new RangeError(`“${text.trim()}” is no stretch of hours, such as 8:00-17:30`);
	const range = { opens: opens.padStart(5, "0"), closes: closes.padStart(5, "0") };
	if (timeIn(range.closes, text) <= timeIn(range.opens, text)) {
		throw new RangeError(`“${text.trim()}” ends before it begins`);
	}
	return range;
}

function sayRange({ opens, closes }: Range): string {
	return `${opens}-${closes}`;
}

function timeIn(time: string, text: string): number {
	try {
		return timeOfDay(time);
	} catch {
		throw new RangeError(`“${text.trim()}” holds a time that does not exist`);
	}
}

function checkDate(date: string): void {
	try {
		dayOfDate(date);
	} catch {
		throw new RangeError(`There is no day ${date}; write it as 2026-12-25`);
	}
}

function linesOf(text: string): string[] {
	return text
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter(Boolean);
}
