import { addDays, weekdayOf } from "#app/base/time.ts";

/** Days that customers call by name rather than by date, as kept in the United States. */
export const HOLIDAY =
	/\b(?:(?:the )?(?:day|friday) after thanksgiving|black friday|thanksgiving|christmas eve|(?:christmas|xmas)|new year'?s? eve|new year'?s?(?: day)?|(?:fourth|4th) of july|independence day|memorial day|labor day)\b/;

/** The date of a day's name (a match of HOLIDAY), this year or, when it is over, the next. */
export function holiday(name: string, today: string): string | undefined {
	const year = Number(today.slice(0, 4));
	return [year, year + 1].map((each) => dateIn(name, each)).find((date) => date !== undefined && date >= today);
}

const NAMES = [
	"thanksgiving",
	"christmas eve",
	"christmas",
	"new year eve",
	"new year",
	"july",
	"memorial",
	"labor",
] as const;

/** Whether a date is a day on which many places keep other hours, whatever their week says. */
export function isHoliday(date: string): boolean {
	return NAMES.some((name) => dateIn(name, Number(date.slice(0, 4))) === date);
}

function dateIn(name: string, year: number): string | undefined {
	if (/after thanksgiving|black friday/.test(name)) return addDays(nthWeekday(year, "11", 4, 4), 1);
	if (name.includes("thanksgiving")) return nthWeekday(year, "11", 4, 4);
	if (name.includes("memorial")) return lastMonday(year, "05");
	if (name.includes("labor")) return nthWeekday(year, "09", 1, 1);
	if (/july|independence/.test(name)) return `${year}-07-04`;
	if (name.startsWith("new year")) return name.endsWith("eve") ? `${year}-12-31` : `${year}-01-01`;
	return name.endsWith("eve") ? `${year}-12-24` : `${year}-12-25`;
}

/** The `count`th weekday (1 Monday to 7 Sunday) of a month. */
function nthWeekday(year: number, month: string, weekday: number, count: number): string {
	const first = `${year}-${month}-01`;
	return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (count - 1));
}

function lastMonday(year: number, month: string): string {
	const last = `${year}-${month}-31`;
	return addDays(last, 1 - weekdayOf(last));
}
