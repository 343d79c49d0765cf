import type { Found } from "../terms.ts";
import { readNumber } from "./amounts.ts";
import { cutAround, type Sentence } from "./text.ts";

const RISES =
	/\b(?:increas(?:e|es|ed|ing)|uplift|escalat(?:e|or|ion)|adjust(?:ed|ment)?|rais(?:e|es|ed)|rise|rises|indexed|indexation|(?:prices?|rent|fees?) review|puts?\b[^.;]{0,40}\bup|chang(?:e|es|ed) (?:its |the |any )?(?:list )?(?:prices?|fees?|charges?|rates?|rent)|\p{L}*erhöh\p{L}*|angepasst|anpass\p{L}*|anzupassen)(?!\p{L})/iu;
const PRICES =
	/\b(?:fees?|prices?|pricing|charges?|rates?|rent|subscription|cost|uplift|escalator|vergütung|pauschale|preis\p{L}*|miete|entgelte?|gebühr(?:en)?)(?!\p{L})/iu;
const INDEX = /\b(?:CPI|RPI|HICP|consumer price|retail price|inflation|index(?:ed|ation)?|verbraucherpreisindex)\b/i;
const NOT_OF_PRICES = /late|overdue|interest|discount|credit|usage (?:exceeds|increase)|number of (?:users|seats)/i;
const PERCENT = /(\d{1,3}(?:[.,]\d{1,2})?)\s*\)?\s*(?:%|per ?cent|percent)/gi;
const CAP =
	/(?:not (?:to )?exceed(?:ing)?|no (?:increase|rise|adjustment)(?: shall| will| may)? exceeds?|no(?:t)?(?: by)? more than|at most|höchstens|maximal|nicht mehr als|capped at|cap of|cap\s*[:|]|maximum(?: of| increase)?|up to|limited to|the lesser of|in excess of)[^%]{0,80}$/i;

/** What bounds a percentage stands so many characters before it at most. */
const NEAR = 200;

/** A rise that is more than so much is spoken of, not allowed. */
const BEYOND = /(?:above|over|exceeding|exceeds?|(?:of )?more than|über)\s*$/i;
const RIGHT = /\b(?:may|right to|entitled|discretion|darf|kann|berechtigt)\b/i;
const NOT_AT_ALL = /(?:shall|will|may|must|does|do) not (?:increase|raise|adjust|change)|no (?:increase|right to)/i;
const BOUND_OF_BEFORE =
	/^(?:no|any|such|the|each|every) (?:such )?(?:increase|adjustment|rise|change)\b[^.]*?\d\s*\)?\s*(?:%|per ?cent)/i;

/** By how much prices may rise: a percentage, an index, a bound. A right without any of them is one without a bound. */
export function findPriceRises(sentences: readonly Sentence[]): Found[] {
	return withTheirBounds(sentences).flatMap(riseIn).slice(0, 4);
}

/** "The Supplier may adjust its prices. No increase exceeds 5 %.": the bound that is said next belongs to the right. */
function withTheirBounds(sentences: readonly Sentence[]): Sentence[] {
	return sentences.flatMap((one, at) => {
		const [before, next] = [sentences[at - 1], sentences[at + 1]];
		if (before && isBoundOf(before, one)) return [];
		if (!next || !isBoundOf(one, next)) return [one];
		const text = `${one.text} ${next.text}`;
		return [{ page: one.page, text, quote: text }];
	});
}

const isBoundOf = (right: Sentence, next: Sentence) =>
	right.page === next.page &&
	right.quote === right.text &&
	next.quote === next.text &&
	RISES.test(right.text) &&
	!/\d\s*\)?\s*(?:%|per ?cent)/i.test(right.text) &&
	BOUND_OF_BEFORE.test(next.text);

function riseIn({ text, quote, page }: Sentence): Found[] {
	const rise = RISES.exec(text);
	if (!rise || !PRICES.test(text) || NOT_OF_PRICES.test(text)) return [];
	const percents = [...text.matchAll(PERCENT)]
		.map(({ 1: number, index }) => ({
			value: readNumber(number!),
			before: text.slice(Math.max(0, index - NEAR), index),
		}))
		.filter(({ before }) => CAP.test(before) || !BEYOND.test(before))
		.map(({ value, before }) => ({ value, isCap: CAP.test(before) }));
	const followsIndex = INDEX.test(text);
	const isRight = RIGHT.test(text) && !NOT_AT_ALL.test(text);
	if (percents.length === 0 && !followsIndex && !isRight) return [];
	const cap = percents.find(({ isCap }) => isCap)?.value ?? null;
	const percent = percents.find(({ isCap }) => !isCap)?.value ?? null;
	const value = { kind: "rise", percent, followsIndex, cap } as const;
	const isUnbounded = percent === null && cap === null;
	return [
		{
			...{ term: "price-rise", value, page, quote: quote === text ? cutAround(text, rise.index, 30) : quote },
			sureness: isUnbounded ? "likely" : "clear",
			note: isUnbounded && !followsIndex ? "No percentage, index or bound is named." : "",
		},
	];
}

/** Rises that nothing bounds, as risks. */
export const unboundedRises = (rises: readonly Found[]): Found[] =>
	rises
		.filter(({ value }) => value.kind === "rise" && value.percent === null && value.cap === null)
		.map(({ quote, page }) => ({
			...{ term: "risk", value: { kind: "risk", risk: "unbounded-rises" }, quote, page },
			...{ sureness: "likely", note: "Nothing near these words bounds the rise." },
		}));
