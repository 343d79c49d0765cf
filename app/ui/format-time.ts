import { clockParts, type Instant, validInstant, zoneName } from "#app/base/words/clock-words.ts";

export { zoneName };

/** "Tue 24 Nov, 3:30 pm PST"; with the year when it is not the year of `now`. Throws RangeError for no instant or zone. */
export function formatInstant(instant: Instant, zone: string, now?: Instant): string {
	return `${formatDay(instant, zone, now)}, ${formatClock(instant, zone)} ${zoneName(instant, zone)}`;
}

/** "Tue 24 Nov 2026, 3:30 pm PST", the year always: for what is read in another year, such as paper. */
export function formatWholeInstant(instant: Instant, zone: string): string {
	const { weekday, day, month, year } = clockParts(instant, zone);
	return `${weekday} ${day} ${month} ${year}, ${formatClock(instant, zone)} ${zoneName(instant, zone)}`;
}

/** "Tue 24 Nov", or "Mon 24 Nov 2025" when it is not the year of `now`. */
export function formatDay(instant: Instant, zone: string, now: Instant = instant): string {
	const { weekday, day, month, year } = clockParts(instant, zone);
	return `${weekday} ${day} ${month}${year === clockParts(now, zone).year ? "" : ` ${year}`}`;
}

/** A calendar date without a zone (`YYYY-MM-DD`): "Tue 24 Nov 2026". */
export function formatDate(date: string): string {
	const { weekday, day, month, year } = clockParts(`${date}T12:00:00Z`, "UTC");
	return `${weekday} ${day} ${month} ${year}`;
}

/** "3:30 pm": the clock on the wall of a zone. Say the zone beside it, once for a list. */
export function formatClock(instant: Instant, zone: string): string {
	const { hour, minute, dayPeriod } = clockParts(instant, zone);
	return `${hour}:${minute} ${dayPeriod}`;
}

/** "Tue 24 Nov, 3:30 – 4:15 pm PST": a stretch, its day and zone once where they are the same at both ends. */
export function formatStretch(from: Instant, to: Instant, zone: string, now?: Instant): string {
	const [start, end] = [clockParts(from, zone), clockParts(to, zone)];
	const sameDay = start.day === end.day && start.month === end.month && start.year === end.year;
	if (!sameDay || zoneName(from, zone) !== zoneName(to, zone))
		return `${formatInstant(from, zone, now)} – ${formatInstant(to, zone, now)}`;
	const first = `${start.hour}:${start.minute}${start.dayPeriod === end.dayPeriod ? "" : ` ${start.dayPeriod}`}`;
	return `${formatDay(from, zone, now)}, ${first} – ${formatClock(to, zone)} ${zoneName(to, zone)}`;
}

/**
 * How long ago or how far off, in one coarse unit: "just now", "5 min ago", "in 3 hours", "yesterday"-free on
 * purpose (a day is 24 hours here). After 30 days the day itself: "24 Sep" or "24 Sep 2025".
 */
export function formatRelative(instant: Instant, now: Instant, zone: string): string {
	const at = validInstant(instant).getTime();
	const seconds = Math.round((at - validInstant(now).getTime()) / 1000);
	const size = Math.abs(seconds);
	if (size < 45) return "just now";
	if (size >= 30 * 86_400) {
		const { day, month, year } = clockParts(at, zone);
		return `${day} ${month}${year === clockParts(now, zone).year ? "" : ` ${year}`}`;
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
