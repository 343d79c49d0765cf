// What messages, tasks and chats say of a time, a length and a price. Such texts are written once and kept, so the words
// are found on the server, in the same form as the pages have them ("Tue 24 Nov, 3:30 pm PST").
const formatters = new Map<string, Intl.DateTimeFormat>();
const ENGLISH = ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA"] as const;

/** "Thu 26 Nov, 2:00 pm CST": an instant (a Date or epoch ms) on the clocks of a zone, which is named. */
export function sayInstant(at: Date | number, zone: string): string {
	const instant = Number(at);
	return `${sayDay(instant, zone)}, ${sayClock(instant, zone)} ${sayZone(instant, zone)}`;
}

/** "Thu 26 Nov". */
export function sayDay(instant: number, zone: string): string {
	const { weekday, day, month } = partsOf(instant, zone);
	return `${weekday} ${day} ${month}`;
}

/** "2:00 pm". */
export function sayClock(instant: number, zone: string): string {
	const { hour, minute, dayPeriod } = partsOf(instant, zone);
	return `${hour}:${minute} ${dayPeriod?.toLowerCase()}`;
}

/** "CST", as people of the place say it; the offset where English has no name for it. */
export function sayZone(instant: number, zone: string): string {
	let name = zone;
	for (const locale of ENGLISH) {
		const found = formatter(locale, zone, { timeZoneName: "short" })
			.formatToParts(instant)
			.find(({ type }) => type === "timeZoneName");
		name = found?.value ?? name;
		if (!/^GMT[+-]/.test(name)) return name;
	}
	return name;
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

function partsOf(instant: number, zone: string): Record<string, string> {
	const options = {
		weekday: "short",
		day: "numeric",
		month: "short",
		hour: "numeric",
		minute: "2-digit",
		hour12: true,
	} as const;
	const found = formatter("en-US", zone, options).formatToParts(instant);
	return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}

function formatter(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${locale} ${zone} ${Object.keys(options).join()}`;
	const known = formatters.get(key);
	if (known) return known;
	// A zone's name may come from outside, where each way to write it is another key.
	if (formatters.size >= 500) formatters.clear();
	const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
	formatters.set(key, made);
	return made;
}

const money = new Map<string, Intl.NumberFormat>();

function moneyFormatter(currency: string): Intl.NumberFormat {
	const known = money.get(currency) ?? new Intl.NumberFormat("en-US", { style: "currency", currency });
	money.set(currency, known);
	return known;
}
