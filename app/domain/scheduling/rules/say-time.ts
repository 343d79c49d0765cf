// What messages say of a time. The pages' own words for times belong to the design system, which no room imports.
const formatters = new Map<string, Intl.DateTimeFormat>();
const LOCALES = ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA"] as const;

/** "Tue 24 Nov, 3:30 pm PST": an instant on the clocks of a zone, which it names. */
export function sayTime(instant: Date, zone: string): string {
	const parts: Record<string, string> = {};
	const options = {
		weekday: "short",
		day: "numeric",
		month: "short",
		hour: "numeric",
		minute: "2-digit",
		hour12: true,
	} as const;
	for (const { type, value } of formatter("en-US", zone, options).formatToParts(instant)) parts[type] = value;
	const clock = `${parts.hour}:${parts.minute} ${parts.dayPeriod?.toLowerCase()}`;
	return `${parts.weekday} ${parts.day} ${parts.month}, ${clock} ${zoneName(instant, zone)}`;
}

/** English speaks of zones differently by country: the first that has a name for this one, else the offset. */
function zoneName(instant: Date, zone: string): string {
	let offset = "";
	for (const locale of LOCALES) {
		const parts = formatter(locale, zone, { timeZoneName: "short" }).formatToParts(instant);
		const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
		if (!/^GMT[+-]/.test(name)) return name;
		offset = name;
	}
	return offset;
}

function formatter(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${locale} ${zone} ${Object.keys(options).length}`;
	const known = formatters.get(key);
	if (known) return known;
	const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
	formatters.set(key, made);
	return made;
}
