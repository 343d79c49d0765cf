import { clockParts, zoneName } from "./clock-words.ts";

// What messages, tasks and chats say of a time, a length and a price. Such texts are written once and kept, so the words
// are found on the server, in the same form as the pages have them ("Tue 24 Nov, 3:30 pm PST").

/** "Thu 26 Nov, 2:00 pm CST": an instant (a Date or epoch ms) on the clocks of a zone, which is named. */
export function sayInstant(at: Date | number, zone: string): string {
	const instant = Number(at);
	return `${sayDay(instant, zone)}, ${sayClock(instant, zone)} ${sayZone(instant, zone)}`;
}

/** "Thu 26 Nov". */
export function sayDay(instant: number, zone: string): string {
	const { weekday, day, month } = clockParts(instant, zone);
	return `${weekday} ${day} ${month}`;
}

/** "Thu 26 Nov" of a date ("2026-11-26"), which is the same day on every clock. */
export function sayDate(date: string): string {
	return sayDay(Date.parse(`${date}T12:00:00Z`), "UTC");
}

/** "Thu 26 Nov 2026" of a date ("2026-11-26"), for what is read in another year too. */
export function sayWholeDate(date: string): string {
	const { weekday, day, month, year } = clockParts(Date.parse(`${date}T12:00:00Z`), "UTC");
	return `${weekday} ${day} ${month} ${year}`;
}

/** "2:00 pm". */
export function sayClock(instant: number, zone: string): string {
	const { hour, minute, dayPeriod } = clockParts(instant, zone);
	return `${hour}:${minute} ${dayPeriod}`;
}

/** "CST", as people of the place say it; the offset where English has no name for it. */
export function sayZone(instant: number, zone: string): string {
	return zoneName(instant, zone);
}

/** "9:00 am" for minutes since midnight. */
export function sayMinutes(minutes: number): string {
	const hour = Math.floor(minutes / 60) % 24;
	return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minutes % 60).padStart(2, "0")} ${hour < 12 ? "am" : "pm"}`;
}

/** "45 min", "2 h", "3 h 30 min". */
export function sayLength(minutes: number): string {
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	if (hours === 0) return `${rest} min`;
	return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** "$549.00", "€1,200.00", "¥5,000": the smallest unit of a currency (ISO 4217), with as many digits as it has. */
export function sayMoney(minor: number, currency: string): string {
	const format = moneyFormatter(currency);
	return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const money = new Map<string, Intl.NumberFormat>();

function moneyFormatter(currency: string): Intl.NumberFormat {
	const known = money.get(currency) ?? new Intl.NumberFormat("en-US", { style: "currency", currency });
	money.set(currency, known);
	return known;
}
