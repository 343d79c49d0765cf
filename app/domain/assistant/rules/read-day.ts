import { addDays, dateAt, readDate, weekdayOf } from "#app/base/time.ts";
import { HOLIDAY, holiday } from "./holidays.ts";

/** Days that somebody named, both included, as local dates (`YYYY-MM-DD`). */
export type DayRange = { from: string; to: string };

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NUMBERS: Readonly<Record<string, number>> = {
	a: 1,
	one: 1,
	two: 2,
	three: 3,
	four: 4,
	five: 5,
	six: 6,
	couple: 2,
};

const WEEKDAY =
	"(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?";
const MONTH =
	"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const DAY = "(\\d{1,2})(?:st|nd|rd|th)?";

type Reader = [RegExp, (found: RegExpExecArray, today: string) => DayRange | undefined];

// Tried in this order; the first that finds something decides.
const READERS: readonly Reader[] = [
	[/\b(\d{4})-(\d{2})-(\d{2})\b/, ([text]) => one(readDate(text))],
	[
		new RegExp(`\\b${MONTH}\\.? ${DAY}\\b(?!:)(?:,? (\\d{4}))?`),
		([, month, day, year], today) => one(dated(monthOf(month), Number(day), year, today)),
	],
	[
		new RegExp(`\\b${DAY} (?:of )?${MONTH}\\b(?:,? (\\d{4}))?`),
		([, day, month, year], today) => one(dated(monthOf(month), Number(day), year, today)),
	],
	[
		/\b(\d{1,2})[/](\d{1,2})(?:[/](\d{2,4}))?\b/,
		([, a, b, year], today) => one(slashed(Number(a), Number(b), year, today)),
	],
	[HOLIDAY, ([name], today) => one(holiday(name, today))],
	[/\bday after tomorrow\b/, (_, today) => one(addDays(today, 2))],
	[
		/\b(?:tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|tmw|tmrrw|2moro|2morrow|tomorro|tommorrow)\b/,
		(_, today) => one(addDays(today, 1)),
	],
	[/\b(?:today|tonight|this (?:morning|afternoon|evening)|right now|same day)\b/, (_, today) => one(today)],
	[
		new RegExp(`\\bin (${Object.keys(NUMBERS).join("|")}|\\d{1,2})(?: of)? (day|week|month)s?\\b`),
		([, count, unit], today) => ahead(NUMBERS[count ?? ""] ?? Number(count), unit ?? "day", today),
	],
	[/\bweek after next\b/, (_, today) => weekFrom(addDays(mondayOf(today), 14))],
	[/\bnext weekend\b/, (_, today) => ({ from: addDays(mondayOf(today), 12), to: addDays(mondayOf(today), 13) })],
	[/\bweekends?\b/, (_, today) => weekend(today)],
	[new RegExp(`\\bnext ${WEEKDAY}\\b`), ([, day], today) => one(addDays(mondayOf(today), 7 + weekdayNumber(day) - 1))],
	[
		new RegExp(`\\b${WEEKDAY}\\b(?! (?:strip|roof|visor|shade|protect))`),
		([, day], today) => one(coming(weekdayNumber(day), today)),
	],
	[/\bnext week\b/, (_, today) => weekFrom(addDays(mondayOf(today), 7))],
	[/\bthis week\b/, (_, today) => ({ from: today, to: addDays(mondayOf(today), 6) })],
	[/\bnext month\b/, (_, today) => month(nextMonth(today))],
	[/\bthis month\b/, (_, today) => ({ from: today, to: month(today.slice(0, 7)).to })],
	[new RegExp(`\\bin ${MONTH}\\b`), ([, name], today) => wholeMonth(monthOf(name), today)],
	[/\bthe (\d{1,2})(?:st|nd|rd|th)\b/, ([, day], today) => one(dayOfMonth(Number(day), today))],
];

/** The days a plain text names, in a zone at an instant (epoch ms); past dates roll forward. Undefined: it names none. */
export function readDays(text: string, now: number, zone: string): DayRange | undefined {
	const today = dateAt(now, zone);
	for (const [pattern, read] of READERS) {
		const found = pattern.exec(text);
		const range = found && read(found, today);
		if (range) return range.from < today ? { from: range.to < today ? range.from : today, to: range.to } : range;
	}
	return undefined;
}

function one(date: string | undefined): DayRange | undefined {
	return date ? { from: date, to: date } : undefined;
}

function mondayOf(date: string): string {
	return addDays(date, 1 - weekdayOf(date));
}

function weekFrom(monday: string): DayRange {
	return { from: monday, to: addDays(monday, 6) };
}

function weekend(today: string): DayRange {
	const saturday = addDays(mondayOf(today), 5);
	return { from: today > saturday ? today : saturday, to: addDays(saturday, 1) };
}

/** A bare weekday is the coming one; on that very day people say "today", so it is the one in a week. */
function coming(weekday: number, today: string): string {
	return addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
}

function weekdayNumber(name = ""): number {
	return WEEKDAYS.indexOf(name.slice(0, 3)) + 1;
}

function monthOf(name = ""): number {
	return MONTHS.indexOf(name.slice(0, 3)) + 1;
}

function ahead(count: number, unit: string, today: string): DayRange | undefined {
	if (unit === "day") return one(addDays(today, count));
	if (unit === "week") return weekFrom(addDays(mondayOf(today), 7 * count));
	let at = today;
	for (let step = 0; step < Math.min(count, 24); step++) at = `${nextMonth(at)}-01`;
	return month(at.slice(0, 7));
}

/** A month and day in the year it next comes, or in the year that was said. */
function dated(monthNumber: number, day: number, year: string | undefined, today: string): string | undefined {
	if (year) return readDate(`${fullYear(year)}-${two(monthNumber)}-${two(day)}`);
	const thisYear = Number(today.slice(0, 4));
	// 29 February waits for its year.
	for (let ahead = 0; ahead <= 8; ahead++) {
		const date = readDate(`${thisYear + ahead}-${two(monthNumber)}-${two(day)}`);
		if (date && date >= today) return date;
	}
	return undefined;
}

/** Month first, as in the US, unless that cannot be. */
function slashed(a: number, b: number, year: string | undefined, today: string): string | undefined {
	return a > 12 ? dated(b, a, year, today) : dated(a, b, year, today);
}

/** "The 5th": of this month, or of the next that has such a day. */
function dayOfMonth(day: number, today: string): string | undefined {
	let at = today.slice(0, 7);
	for (let tries = 0; tries < 3; tries++) {
		const date = readDate(`${at}-${two(day)}`);
		if (date && date >= today) return date;
		at = nextMonth(`${at}-01`);
	}
	return undefined;
}

function wholeMonth(monthNumber: number, today: string): DayRange {
	const year = Number(today.slice(0, 4)) + (monthNumber < Number(today.slice(5, 7)) ? 1 : 0);
	return month(`${year}-${two(monthNumber)}`);
}

function month(yearMonth: string): DayRange {
	return { from: `${yearMonth}-01`, to: addDays(`${nextMonth(`${yearMonth}-01`)}-01`, -1) };
}

function nextMonth(date: string): string {
	return addDays(`${date.slice(0, 7)}-01`, 31).slice(0, 7);
}

function fullYear(year: string): string {
	return year.length === 2 ? `20${year}` : year;
}

function two(value: number): string {
	return String(value).padStart(2, "0");
}
