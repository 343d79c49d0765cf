import { readDate } from "#app/base/time.ts";

/** A date in a text. `other` is the day it would be with day and month the other way round, where nothing decides. */
export type DateFound = { index: number; length: number; date: string; other: string | null };

/** Which comes first where numbers alone make a date; `isKnown` where the document itself decides. */
export type DateOrder = { first: "day" | "month"; isKnown: boolean };

const MONTHS = "january february march april may june july august september october november december".split(" ");
const GERMAN = "januar februar märz april mai juni juli august september oktober november dezember".split(" ");
const NUMBER_OF = new Map<string, number>([
	...MONTHS.flatMap((name, at) => [[name, at + 1] as const, [name.slice(0, 3), at + 1] as const]),
	...GERMAN.flatMap((name, at) => [[name, at + 1] as const, [name.slice(0, 3), at + 1] as const]),
	["sept", 9],
]);
const MONTH = `(?:${[...NUMBER_OF.keys()].sort((one, other) => other.length - one.length).join("|")})`;
const ISO = /(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])/g;
const DAY_FIRST = new RegExp(
	`(?<![\\d.])(\\d{1,2})(?:st|nd|rd|th|\\.)?(?:\\s+day)?(?:\\s+of)?[\\s-]+(${MONTH})\\.?,?[\\s-]+(\\d{4})(?!\\d)`,
	"giu",
);
const MONTH_FIRST = new RegExp(`(?<!\\p{L})(${MONTH})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)`, "giu");
const NUMBERS = /(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|(?<=\/)\d{2})(?![\d/-]|\.\d)/g;

/** More dates of one page are not looked at. */
const MOST = 2_000;

/** The dates of a text, in their order. Numbers alone are read by `order`, with points between them day first. */
export function findDates(text: string, order: DateOrder): DateFound[] {
	const found: DateFound[] = [];
	const add = (match: RegExpMatchArray, date: string | undefined, other: string | null = null) => {
		if (date) found.push({ index: match.index!, length: match[0].length, date, other });
	};
	for (const match of text.matchAll(ISO)) add(match, dateOf(match[1], match[2], match[3]));
	for (const match of text.matchAll(DAY_FIRST)) add(match, dateOf(match[3], monthOf(match[2]), match[1]));
	for (const match of text.matchAll(MONTH_FIRST)) add(match, dateOf(match[3], monthOf(match[1]), match[2]));
	for (const match of text.matchAll(NUMBERS)) {
		const [, one, sign, two, written] = match;
		const year = written!.length === 2 ? `20${written}` : written;
		const dayFirst = dateOf(year, two, one);
		const monthFirst = sign === "." ? undefined : dateOf(year, one, two);
		const [first, second] = order.first === "day" ? [dayFirst, monthFirst] : [monthFirst, dayFirst];
		const isOpen = first && second && first !== second && !order.isKnown;
		add(match, first ?? second, isOpen ? second : null);
	}
	return found.sort((one, other) => one.index - other.index).slice(0, MOST);
}

/** Day or month first: by a date of the document that can only be read one way, else by its currency and country. */
export function orderOf(text: string): DateOrder {
	for (const [, one, sign, two] of text.matchAll(NUMBERS)) {
		if (sign === ".") continue;
		if (Number(one) > 12) return { first: "day", isKnown: true };
		if (Number(two) > 12) return { first: "month", isKnown: true };
	}
	const isAmerican = /\$|\bUSD\b|\bState of\b|Delaware|California|New York/.test(text) && !/[€£]|England/.test(text);
	return { first: isAmerican ? "month" : "day", isKnown: false };
}

const monthOf = (name: string | undefined) => String(NUMBER_OF.get(name!.toLowerCase()));

function dateOf(year?: string, month?: string, day?: string): string | undefined {
	return readDate(`${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}`);
}
