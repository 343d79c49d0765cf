import { plainText } from "./text.ts";

const AMOUNT =
	/(?:us\$|[$€£])\s?(\d[\d,]*(?:\.\d{1,2})?)|\b(\d[\d,]*(?:\.\d{1,2})?)\s?(?:dollars?|usd|bucks|euros?|eur|pounds?|gbp|cents?)\b/g;
const CLOCK = /\b(\d{1,2})(?::(\d{2}))?\s?([ap])\.?m\b\.?|\b([01]?\d|2[0-3]):([0-5]\d)\b/g;
const LENGTH = /\b(\d+(?:\.\d+)?)(?:\s?(?:-|–|to)\s?\d+(?:\.\d+)?)?[\s-]?(h|hrs?|hours?|min|mins|minutes?)\b/g;
const PERCENT = /\b\d+(?:\.\d+)?\s?(?:%|percent)/g;
const DATE =
	/\b(?:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})|(\d{1,2})(?:st|nd|rd|th)? (?:of )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b/g;
const WORDED_AMOUNT =
	/\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|zero|no)[ -](?:dollars?|bucks|euros?|cost|charge|fee)\b/;
const GIFT = /\b(?:for free|free of charge|on the house|half price|complimentary|waived?|reduced price)\b/;
const PROMISE = /\b(?:discount|refund|guarantee[ds]?|coupon|promo)\b/;
const NEGATED = /\b(?:not|no|cannot|can't|unable|never|don't|doesn't|without)\b/;
const ACTED =
	/\b(?:i(?:'ve| have)? (?:just )?(?:booked|cancel+ed|moved|rescheduled|scheduled|reserved|confirmed)|you(?:'re| are) (?:now )?(?:booked|all set|confirmed|scheduled)|(?:is|has been|are) (?:now )?(?:booked|confirmed|cancel+ed|rescheduled|reserved))\b/;
const LINK = /\bhttps?:|\bwww\.|\b[\w-]+\.(?:com|net|org|io|co|info|biz|ru|xyz)\b|[\w.+-]+@[\w-]+\.\w+/;
const PHONE = /\+?\d[\d\s().-]{7,}\d/g;
const INSIDE = /\b(?:system prompt|my instructions|these instructions|facts \(data|draft:|as an ai language model)\b/;
const LONGEST = 1_500;

/**
 * Why a model's reply may not be shown, or null. Whatever it names of prices, times, days, lengths, links and numbers
 * must stand in `facts` (the texts it was given by us); it may promise nothing and claim no act (LEAD-6, AGENT-8).
 */
export function refuseReply(reply: string, facts: string): string | null {
	const text = plainText(reply);
	const known = plainText(facts);
	if (text.length > LONGEST) return "too long";
	if (INSIDE.test(text)) return "speaks of its instructions";
	if (ACTED.test(text)) return "claims to have acted";
	if (WORDED_AMOUNT.test(text) || GIFT.test(text)) return "names a price that is not in the facts";
	if (sentences(text).some((one) => PROMISE.test(one) && !NEGATED.test(one))) return "promises something";
	if (LINK.test(text) && !linksOf(text).every((link) => known.includes(link)))
		return "names an address that is not in the facts";
	const digits = known.replace(/\D/g, "");
	if ([...text.matchAll(PHONE)].some(([number]) => !digits.includes(number.replace(/\D/g, "")))) {
		return "names a number that is not in the facts";
	}
	for (const [what, read] of READERS) {
		const allowed = new Set(read(known));
		if (read(text).some((value) => !allowed.has(value))) return `names a ${what} that is not in the facts`;
	}
	return null;
}

/** As much of a text that is being written as ends with a whole sentence. A sentence is shown once it was checked. */
export function wholeSentences(text: string): string {
	const end = Math.max(...[...text.matchAll(/[.!?…](?=\s)|\n/g)].map((found) => found.index + 1), 0);
	return text.slice(0, end).trimEnd();
}

type Reader = (text: string) => (number | string)[];

const READERS: readonly [string, Reader][] = [
	[
		"price",
		(text) =>
			[...text.matchAll(AMOUNT)].map(([, a, b]) => Math.round(Number((a ?? b ?? "").replaceAll(",", "")) * 100)),
	],
	["share", (text) => [...text.matchAll(PERCENT)].map(([share]) => share.replace(/\s|percent|%/g, ""))],
	["time", (text) => [...text.matchAll(CLOCK)].map(clockOf)],
	[
		"day",
		(text) =>
			[...text.matchAll(DATE)].map(([, month, day, day2, month2]) => `${month ?? month2} ${Number(day ?? day2)}`),
	],
	[
		"length",
		(text) => [...text.matchAll(LENGTH)].map(([, size, unit]) => Number(size) * (unit?.startsWith("h") ? 60 : 1)),
	],
];

function clockOf([, hour, minute, half, hour24, minute24]: RegExpExecArray | RegExpMatchArray): number {
	if (hour24 !== undefined) return Number(hour24) * 60 + Number(minute24);
	return ((Number(hour) % 12) + (half === "p" ? 12 : 0)) * 60 + Number(minute ?? 0);
}

function sentences(text: string): string[] {
	return text.split(/(?<=[.!?\n])\s/);
}

function linksOf(text: string): string[] {
	return (
		text.match(
			/(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]*\w|\b[\w-]+\.(?:com|net|org|io|co|info|biz|ru|xyz)\b/g,
		) ?? []
	);
}
