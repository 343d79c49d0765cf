import { readDate } from "#app/base/time.ts";
import type { DayOrder } from "../schema.ts";

/**
 * A calendar day as a file writes it, as `YYYY-MM-DD`. 2026-03-04 is always read; 03/04/2026 only in the order that was
 * chosen for the file, since it is two days. A time of day at midnight is what spreadsheets add, and is left out.
 */
export function readDay(text: string, order: DayOrder): { day: string } | { reason: string } {
	const plain = text.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, "");
	const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
	const iso = readDate(plain);
	if (iso) return { day: iso };
	const parts = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})$/.exec(plain);
	if (!parts) return { reason: `“${shown}” is no day such as 2026-11-23.` };
	const [, first, , second, year] = parts as unknown as [string, string, string, string, string];
	if (year.length === 2) return { reason: `“${shown}” leaves its century open. Write the year with four digits.` };
	if (order === "iso")
		return {
			reason: `“${shown}” can be read in two ways. Choose in the mapping step whether the day or the month comes first.`,
		};
	const [month, day] = order === "mdy" ? [first, second] : [second, first];
	const read = readDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
	const told = order === "mdy" ? "month" : "day";
	return read
		? { day: read }
		: { reason: `“${shown}” is no day when the ${told} comes first, as was chosen for this file.` };
}
