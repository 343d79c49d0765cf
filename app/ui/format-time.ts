// Only Intl: these run in the browser too, and no polyfill may ride along. Formatters cost 50 µs to make: kept.
const formatters = new Map<string, Intl.DateTimeFormat>();
const english = ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA"] as const;

type Instant = Date | string | number;

/** "Tue 24 Nov, 3:30 pm PST"; with the year when it is not the year of `now`. Throws RangeError for no instant or zone. */
export function formatInstant(instant: Instant, zone: string, now?: Instant): string {
	return `${formatDay(instant, zone, now)}, ${formatClock(instant, zone)} ${zoneName(instant, zone)}`;
}

/** "Tue 24 Nov", or "Mon 24 Nov 2025" when it is not the year of `now`. */
export function formatDay(instant: Instant, zone: string, now: Instant = instant): string {
	const { weekday, day, month, year } = parts(instant, zone);
	return `${weekday} ${day} ${month}${year === parts(now, zone).year ? "" : ` ${year}`}`;
}

/** A calendar date without a zone (`YYYY-MM-DD`): "Tue 24 Nov 2026". */
export function formatDate(date: string): string {
	const { weekday, day, month, year } = parts(`${date}T12:00:00Z`, "UTC");
	return `${weekday} ${day} ${month} ${year}`;
}

/** "3:30 pm": the clock on the wall of a zone. Say the zone beside it, once for a list. */
export function formatClock(instant: Instant, zone: string): string {
	const { hour, minute, dayPeriod } = parts(instant, zone);
	return `${hour}:${minute} ${dayPeriod}`;
}

/** "Tue 24 Nov, 3:30 – 4:15 pm PST": a stretch, its day and zone once where they are the same at both ends. */
export function formatStretch(from: Instant, to: Instant, zone: string, now?: Instant): string {
	const [start, end] = [parts(from, zone), parts(to, zone)];
	const sameDay = start.day === end.day && start.month === end.month && start.year === end.year;
	if (!sameDay || zoneName(from, zone) !== zoneName(to, zone))
		return `${formatInstant(from, zone, now)} – ${formatInstant(to, zone, now)}`;
	const first = `${start.hour}:${start.minute}${start.dayPeriod === end.dayPeriod ? "" : ` ${start.dayPeriod}`}`;
	return `${formatDay(from, zone, now)}, ${first} – ${formatClock(to, zone)} ${zoneName(to, zone)}`;
}

/**
 * The zone as people say it at that instant: PST, CET, AEDT. English speaks differently by country, so the first
 * one with a name of its own wins; where none has, the offset stays ("GMT-3").
 */
export function zoneName(instant: Instant, zone: string): string {
	// Zones change their name at quarters of an hour only.
	const key = `${zone} ${Math.floor(valid(instant).getTime() / 900_000)}`;
	const known = names.get(key);
	if (known) return known;
	if (names.size >= 2000) names.clear();
	const made = findZoneName(instant, zone);
	names.set(key, made);
	return made;
}

const names = new Map<string, string>();

function findZoneName(instant: Instant, zone: string): string {
	let offset = "";
	for (const locale of english) {
		const found = formatter(locale, zone, true).formatToParts(valid(instant));
		const name = found.find(({ type }) => type === "timeZoneName")?.value ?? "";
		if (!/^GMT[+-]/.test(name)) return name;
		offset = name;
	}
	return offset;
}

/**
 * How long ago or how far off, in one coarse unit: "just now", "5 min ago", "in 3 hours", "yesterday"-free on
 * purpose (a day is 24 hours here). After 30 days the day itself: "24 Sep" or "24 Sep 2025".
 */
export function formatRelative(instant: Instant, now: Instant, zone: string): string {
	const at = valid(instant).getTime();
	const seconds = Math.round((at - valid(now).getTime()) / 1000);
	const size = Math.abs(seconds);
	if (size < 45) return "just now";
	if (size >= 30 * 86_400) {
		const { day, month, year } = parts(at, zone);
		return `${day} ${month}${year === parts(now, zone).year ? "" : ` ${year}`}`;
	}
	const [unit, count] = coarse(size);
	const words = unit === "min" ? `${count} min` : `${count} ${unit}${count === 1 ? "" : "s"}`;
	return seconds < 0 ? `${words} ago` : `in ${words}`;
}

/** A length in milliseconds: "45 s", "5 min", "1 h 20 min", "3 days 4 h". */
export function formatLength(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	if (minutes < 48 * 60) return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
	const hours = Math.round(minutes / 60);
	return pair(Math.floor(hours / 24), "days", hours % 24, "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
	return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function coarse(seconds: number): ["min" | "hour" | "day", number] {
	const minutes = Math.max(1, Math.round(seconds / 60));
	if (minutes < 60) return ["min", minutes];
	const hours = Math.round(minutes / 60);
	return hours < 24 ? ["hour", hours] : ["day", Math.round(hours / 24)];
}

type Parts = Record<"weekday" | "day" | "month" | "year" | "hour" | "minute" | "dayPeriod", string>;

// A list formats the same few instants, and its `now`, again and again.
const kept = new Map<string, Parts>();

function parts(instant: Instant, zone: string): Parts {
	const key = `${zone} ${instant instanceof Date ? instant.getTime() : instant}`;
	const known = kept.get(key);
	if (known) return known;
	if (kept.size >= 2000) kept.clear();
	const made = split(instant, zone);
	kept.set(key, made);
	return made;
}

function split(instant: Instant, zone: string): Parts {
	const found: Parts = { weekday: "", day: "", month: "", year: "", hour: "", minute: "", dayPeriod: "" };
	for (const { type, value } of formatter("en-US", zone, false).formatToParts(valid(instant)))
		if (type in found) found[type as keyof Parts] = type === "dayPeriod" ? value.toLowerCase() : value;
	return found;
}

function formatter(locale: string, zone: string, named: boolean): Intl.DateTimeFormat {
	const key = `${locale} ${zone} ${named}`;
	const known = formatters.get(key);
	if (known) return known;
	// A zone's name comes from an address too, where each way to write it is another key.
	if (formatters.size >= 500) formatters.clear();
	const options: Intl.DateTimeFormatOptions = named
		? { timeZoneName: "short" }
		: {
				weekday: "short",
				day: "numeric",
				month: "short",
				year: "numeric",
				hour: "numeric",
				minute: "2-digit",
				hour12: true,
			};
	const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
	formatters.set(key, made);
	return made;
}

function valid(instant: Instant): Date {
	const date = instant instanceof Date ? instant : new Date(instant);
	if (Number.isNaN(date.getTime())) throw new RangeError("Not an instant");
	return date;
}
