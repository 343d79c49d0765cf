import type { Found } from "../terms.ts";
import { readNumber } from "./amounts.ts";
import { cutAround, type Sentence } from "./text.ts";

const RISES =
	/\b(?:increas(?:e|es|ed|ing)|uplift|escalat(?:e|or|ion)|adjust(?:ed|ment)?|rais(?:e|ed)|rise|rises|indexed|indexation)\b/i;
const PRICES = /\b(?:fees?|prices?|pricing|charges?|rates?|rent|subscription|cost|uplift|escalator)\b/i;
const INDEX = /\b(?:CPI|RPI|HICP|consumer price|retail price|inflation|index(?:ed|ation)?)\b/i;
const NOT_OF_PRICES = /late|overdue|interest|discount|credit|usage (?:exceeds|increase)|number of (?:users|seats)/i;
const PERCENT = /(\d{1,3}(?:[.,]\d{1,2})?)\s*\)?\s*(?:%|per ?cent|percent)/gi;
const CAP =
	/(?:not (?:to )?exceed(?:ing)?|no(?:t)? more than|capped at|cap of|cap\s*[:|]|maximum (?:of|increase)|up to|limited to|the lesser of|in excess of)[^%]{0,40}$/i;

/** By how much prices may rise: a percentage, an index, a bound. A right without any of them is one without a bound. */
export function findPriceRises(sentences: readonly Sentence[]): Found[] {
	const found = sentences.flatMap(({ text, quote, page }) => {
		const rise = RISES.exec(text);
		if (!rise || !PRICES.test(text) || NOT_OF_PRICES.test(text)) return [];
		const percents = [...text.matchAll(PERCENT)].map((match) => ({
			value: readNumber(match[1]!),
			isCap: CAP.test(text.slice(0, match.index)),
		}));
		const followsIndex = INDEX.test(text);
		const isRight = /\bmay\b|\bright to\b|\bentitled\b|\bdiscretion\b/i.test(text);
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
			} satisfies Found,
		];
	});
	return found.slice(0, 4);
}

/** Rises that nothing bounds, as risks. */
export const unboundedRises = (rises: readonly Found[]): Found[] =>
	rises
		.filter(({ value }) => value.kind === "rise" && value.percent === null && value.cap === null)
		.map(({ quote, page }) => ({
			...{ term: "risk", value: { kind: "risk", risk: "unbounded-rises" }, quote, page },
			...{ sureness: "likely", note: "Nothing near these words bounds the rise." },
		}));
