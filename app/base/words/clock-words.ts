// Only Intl: these run in the browser too, and no polyfill may ride along. Formatters cost 50 µs to make: kept.
const formatters = new Map<string, Intl.DateTimeFormat>();
const english = ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA"] as const;

export type Instant = Date | string | number;

/**
 * What was made of an instant in a zone, up to two thousand of them: a list formats the same few, and its `now`, again
 * and again. By zone and then by instant, because putting the two together as one key costs as much as what it saves.
 */
class Kept<Made> {
	readonly #byZone = new Map<string, Map<string | number, Made>>();
	#size = 0;

	of(zone: string, key: string | number, make: () => Made): Made {
		const known = this.#byZone.get(zone)?.get(key);
		if (known !== undefined) return known;
		const made = make();
		if (this.#size++ >= 2_000) {
			this.#byZone.clear();
			this.#size = 1;
		}
		const zoned = this.#byZone.get(zone) ?? new Map<string | number, Made>();
		this.#byZone.set(zone, zoned.set(key, made));
		return made;
	}
}
const names = new Kept<string>();
const parts = new Kept<ClockParts>();

/**
 * The zone as people say it at that instant: PST, CET, AEDT. English speaks differently by country, so the first
 * one with a name of its own wins; where none has, the offset stays ("GMT-3").
 */
export function zoneName(instant: Instant, zone: string): string {
	// Zones change their name at quarters of an hour only.
	const quarter = Math.floor(validInstant(instant).getTime() / 900_000);
	return names.of(zone, quarter, () => findZoneName(instant, zone));
}

function findZoneName(instant: Instant, zone: string): string {
	let offset = "";
	for (const locale of english) {
		const found = formatter(locale, zone, true).formatToParts(validInstant(instant));
		const name = found.find(({ type }) => type === "timeZoneName")?.value ?? "";
		if (!/^GMT[+-]/.test(name)) return name;
		offset = name;
	}
	return offset;
}

/** What a clock and a calendar on the wall of a zone show: "Tue", "24", "Nov", "2026", "3", "30", "pm". */
export type ClockParts = Record<"weekday" | "day" | "month" | "year" | "hour" | "minute" | "dayPeriod", string>;

/** The parts of an instant on the wall of a zone. Throws RangeError for no instant or zone. */
export function clockParts(instant: Instant, zone: string): ClockParts {
	return parts.of(zone, instant instanceof Date ? instant.getTime() : instant, () => split(instant, zone));
}

function split(instant: Instant, zone: string): ClockParts {
	const found: ClockParts = { weekday: "", day: "", month: "", year: "", hour: "", minute: "", dayPeriod: "" };
	for (const { type, value } of formatter("en-US", zone, false).formatToParts(validInstant(instant)))
		if (type in found) found[type as keyof ClockParts] = type === "dayPeriod" ? value.toLowerCase() : value;
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

/** The instant as a Date. Throws RangeError for what is none. */
export function validInstant(instant: Instant): Date {
	const date = instant instanceof Date ? instant : new Date(instant);
	if (Number.isNaN(date.getTime())) throw new RangeError("Not an instant");
	return date;
}
