import { addDays } from "#app/base/time.ts";
import type { Unit } from "../terms.ts";

/** A length of time in a text; `isBusiness` where it counts business days. */
export type PeriodFound = { index: number; length: number; count: number; unit: Unit; isBusiness: boolean };

const WORDS: Record<string, number> = {
	...{ a: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11 },
	...{ twelve: 12, fourteen: 14, fifteen: 15, eighteen: 18, twenty: 20, "twenty-one": 21, "twenty-four": 24 },
	...{ ein: 1, eine: 1, einen: 1, einem: 1, zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, zwölf: 12, dreißig: 30 },
	...{ "twenty-eight": 28, thirty: 30, "thirty-six": 36, "forty-five": 45, sixty: 60, ninety: 90 },
};
const WORD = Object.keys(WORDS)
	.sort((one, other) => other.length - one.length)
	.join("|");
const PERIOD = new RegExp(
	String.raw`(?<![\p{L}\d.,-])(?:[\p{L}-]+(?: and [\p{L}-]+| [\p{L}-]+)?\s*\(\s*(\d{1,4})\s*\)|(\d{1,4})|(${WORD}))[\s-]+(calendar |business |working |full |consecutive )?(?:(day|week|month|quarter|year)s?|(Tag|Woche|Monat|Jahr)(?:en|es|e|n|s)?)(?!\p{L})`,
	"giu",
);

const GERMAN: Record<string, string> = { Tag: "day", Woche: "week", Monat: "month", Jahr: "year" };

/** The lengths of time of a text: "30 days", "thirty (30) days", "twelve-month". */
export function findPeriods(text: string): PeriodFound[] {
	return [...text.matchAll(PERIOD)].flatMap((match) => {
		const number = Number(match[1] ?? match[2] ?? WORDS[match[3]!.toLowerCase()]);
		const named = GERMAN[match[6] ?? ""] ?? match[5]!.toLowerCase();
		const count = named === "quarter" ? number * 3 : number;
		if (count < 1 || count > 1_000) return [];
		const unit = named === "quarter" ? "months" : (`${named}s` as Unit);
		const isBusiness = /business|working/i.test(match[4] ?? "");
		return [{ index: match.index, length: match[0].length, count, unit, isBusiness }];
	});
}

/** The day that lies so long before or after another (`sign` -1 or 1); a month's last day where it has no such day. */
export function shiftDay(date: string, { count, unit }: { count: number; unit: Unit }, sign: -1 | 1): string {
	if (unit === "days" || unit === "weeks") return addDays(date, sign * count * (unit === "weeks" ? 7 : 1));
	const [year, month, day] = date.split("-").map(Number) as [number, number, number];
	const months = year * 12 + month - 1 + sign * count * (unit === "years" ? 12 : 1);
	const [toYear, toMonth] = [Math.floor(months / 12), months % 12];
	const last = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
	return new Date(Date.UTC(toYear, toMonth, Math.min(day, last))).toISOString().slice(0, 10);
}

/** How many days a length of time has, about. */
export const daysOf = ({ count, unit }: { count: number; unit: Unit }) =>
	count * { days: 1, weeks: 7, months: 30, years: 365 }[unit];
