import { dateAt } from "#app/base/time.ts";
import { fitsTime, type When } from "./read-when.ts";

/** The instants (epoch ms) that were offered last, in the order they were shown. */
export type Offer = readonly number[];

const ORDINALS: readonly RegExp[] = [
	/\b(?:the )?(?:first|1st)(?: (?:one|time|slot|option))?\b|^(?:option |number |#)?1$/,
	/\b(?:the )?(?:second|2nd)(?: (?:one|time|slot|option))?\b|^(?:option |number |#)?2$/,
	/\b(?:the )?(?:third|3rd)(?: (?:one|time|slot|option))?\b|^(?:option |number |#)?3$/,
	/\b(?:the )?(?:fourth|4th)(?: (?:one|time|slot|option))?\b|^(?:option |number |#)?4$/,
	/\b(?:the )?(?:fifth|5th)(?: (?:one|time|slot|option))?\b|^(?:option |number |#)?5$/,
	/\b(?:the )?(?:sixth|6th)(?: (?:one|time|slot|option))?\b|^(?:option |number |#)?6$/,
];

/**
 * Which of the offered times a plain text takes: "the second one", "3:30 works", "Thursday", "the later one". Undefined
 * when it takes none of them, or could mean several.
 */
export function readChoice(text: string, offer: Offer, when: When | undefined, zone: string): number | undefined {
	if (offer.length === 0) return undefined;
	const byTime = when && choose(offer, when, zone);
	if (byTime !== undefined) return byTime;
	const at = when?.days ? -1 : ORDINALS.findIndex((pattern) => pattern.test(text));
	// "The first available" asks for more, "the first one" takes what is there.
	if (at >= 0 && !when?.earliest) return offer[at];
	if (/\b(?:last|latest|final)(?: (?:one|time|slot|option))\b|^(?:the )?last$/.test(text)) return offer.at(-1);
	if (/\bearli(?:er|est) one\b|^(?:the )?earliest$/.test(text)) return Math.min(...offer);
	if (/\blater one\b|^(?:the )?later$/.test(text)) return Math.max(...offer);
	const isOnly =
		offer.length === 1 && /^(?:yes|ok|okay|sure|that (?:one )?works|that one|works|perfect|great)\b/.test(text);
	return isOnly ? offer[0] : undefined;
}

function choose(offer: Offer, when: When, zone: string): number | undefined {
	if (!when.days && !when.time) return undefined;
	const fitting = offer.filter((instant) => {
		const date = dateAt(instant, zone);
		if (when.days && (date < when.days.from || date > when.days.to)) return false;
		return !when.time || fitsTime(instant, when.time, zone);
	});
	// A whole week is no choice, even where one offered time lies in it; nor is "after 3".
	const isNarrow =
		when.time?.exact !== undefined ||
		(when.days !== undefined && when.days.from === when.days.to) ||
		when.time !== undefined;
	return fitting.length === 1 && isNarrow ? fitting[0] : undefined;
}
