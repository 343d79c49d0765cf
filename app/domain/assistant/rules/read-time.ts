/** A stretch of a day in minutes since midnight on the clock: [from, to). `exact` when one time was named. */
export type TimeRange = { from: number; to: number; exact?: number };

const CLOCK = "(\\d{1,2})(?:[:.](\\d{2}))? ?(am|pm|a\\.m\\.?|p\\.m\\.?|o'?clock)?(?:ish)?";
const NOT_A_TIME =
	"(?! ?(?:%|percent|days?|weeks?|months?|years?|windows?|doors?|cars?|people|usd|dollars|/|st\\b|nd\\b|rd\\b|th\\b|-))";

const PARTS: readonly [RegExp, TimeRange][] = [
	[/\bfirst thing\b|\bearly morning\b/, { from: 0, to: 10 * 60 }],
	[/\blate morning\b/, { from: 10 * 60, to: 12 * 60 }],
	[/\bmornings?\b/, { from: 0, to: 12 * 60 }],
	[/\blunch ?(?:time|break|hour)?\b/, { from: 11 * 60 + 30, to: 14 * 60 }],
	[/\bearly afternoon\b/, { from: 12 * 60, to: 15 * 60 }],
	[/\blate afternoon\b|\bend of (?:the )?day\b/, { from: 15 * 60, to: 18 * 60 }],
	[/\bafter ?noons?\b/, { from: 12 * 60, to: 17 * 60 }],
	[/\bevenings?\b|\btonight\b|\bafter work\b/, { from: 16 * 60 + 30, to: 24 * 60 }],
];

/**
 * The time of day a plain text names. Without am or pm, 7 to 11 are in the morning and 12 to 6 in the afternoon, as a
 * workshop's customers mean them. Undefined: it names none.
 */
export function readTime(text: string): TimeRange | undefined {
	return readBetween(text) ?? readLimit(text) ?? readWord(text) ?? readClock(text) ?? readPart(text);
}

function readBetween(text: string): TimeRange | undefined {
	const found = new RegExp(`\\b(?:between|from) ${CLOCK} (?:and|to|until|till|-) ${CLOCK}\\b`).exec(text);
	if (!found) return undefined;
	const [, fromHour, fromMinute, fromHalf, toHour, toMinute, toHalf] = found;
	const to = minutes(toHour, toMinute, toHalf);
	const from = minutes(fromHour, fromMinute, fromHalf ?? (halfOf(toHalf) === "am" ? "am" : undefined));
	return from === undefined || to === undefined || to <= from ? undefined : { from, to };
}

function readLimit(text: string): TimeRange | undefined {
	const found = new RegExp(
		`\\b(after|before|until|by|past|from) (?:${CLOCK}${NOT_A_TIME}|(noon|midday|lunch))(?![\\d/])`,
	).exec(text);
	if (!found || /\bhalf past\b/.test(text)) return undefined;
	const [, word, hour, minute, half, noon] = found;
	const at = noon ? 12 * 60 : minutes(hour, minute, half);
	if (at === undefined) return undefined;
	return word === "after" || word === "past" || word === "from" ? { from: at, to: 24 * 60 } : { from: 0, to: at };
}

function readWord(text: string): TimeRange | undefined {
	if (/\b(?:at |around )?(?:noon|midday)\b/.test(text)) return exactly(12 * 60);
	const half = /\bhalf past (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/.exec(text);
	if (half) return exactly(plus(minutes(hourOf(half[1]), undefined, halfIn(text)), 30));
	const quarter = /\bquarter (past|to) (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/.exec(
		text,
	);
	if (quarter)
		return exactly(plus(minutes(hourOf(quarter[2]), undefined, halfIn(text)), quarter[1] === "to" ? -15 : 15));
	return undefined;
}

function readClock(text: string): TimeRange | undefined {
	const withHalf = /\b(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|a\.m\.?|p\.m\.?|o'?clock)(?:ish|(?![a-z]))/.exec(text);
	const withMinutes = /\b(\d{1,2}):(\d{2})(?:ish)?\b/.exec(text) ?? /\b(\d{1,2})()[- ]?ish\b/.exec(text);
	const afterWord = new RegExp(`\\b(?:at|around|about|@|say) ?${CLOCK}${NOT_A_TIME}(?![\\d/])`).exec(text);
	const named = new RegExp(`\\b(?:at|around|about) (${Object.keys(HOURS).join("|")})\\b(?! (?:time|of|point))`).exec(
		text,
	);
	const alone =
		/^(\d{1,2})(?:[:.](\d{2}))? ?(?:works?|is (?:fine|good|great)|please|would be (?:fine|good|great)|then|sounds good)?[.?]?$/.exec(
			text,
		);
	const found = withHalf ?? withMinutes ?? afterWord;
	if (found) return exactly(minutes(found[1], found[2], found[3] ?? halfIn(text)));
	if (named) return exactly(minutes(hourOf(named[1]), undefined, halfIn(text)));
	return alone ? exactly(minutes(alone[1], alone[2], undefined)) : undefined;
}

function readPart(text: string): TimeRange | undefined {
	return PARTS.find(([pattern]) => pattern.test(text))?.[1];
}

const HOURS: Readonly<Record<string, string>> = {
	one: "1",
	two: "2",
	three: "3",
	four: "4",
	five: "5",
	six: "6",
	seven: "7",
	eight: "8",
	nine: "9",
	ten: "10",
	eleven: "11",
	twelve: "12",
};

function hourOf(word = ""): string {
	return HOURS[word] ?? word;
}

/** "3 in the afternoon", "8 in the morning". */
function halfIn(text: string): string | undefined {
	if (/\b(?:afternoon|evening|tonight)\b/.test(text)) return "pm";
	return /\bmorning\b/.test(text) ? "am" : undefined;
}

function halfOf(half: string | undefined): "am" | "pm" | undefined {
	if (!half) return undefined;
	return half.startsWith("a") ? "am" : half.startsWith("p") ? "pm" : undefined;
}

function minutes(
	hourText: string | undefined,
	minuteText: string | undefined,
	halfText: string | undefined,
): number | undefined {
	const hour = Number(hourText);
	const minute = Number(minuteText || 0);
	if (!Number.isInteger(hour) || hour > 24 || minute > 59) return undefined;
	const half = halfOf(halfText) ?? (hour <= 12 ? (hour >= 7 && hour < 12 ? "am" : "pm") : undefined);
	if (half && hour > 12) return hour * 60 + minute;
	if (!half) return hour * 60 + minute;
	return ((hour % 12) + (half === "pm" ? 12 : 0)) * 60 + minute;
}

function plus(base: number | undefined, more: number): number | undefined {
	return base === undefined ? undefined : base + more;
}

function exactly(at: number | undefined): TimeRange | undefined {
	return at === undefined || at < 0 || at >= 24 * 60 ? undefined : { from: at, to: 24 * 60, exact: at };
}
