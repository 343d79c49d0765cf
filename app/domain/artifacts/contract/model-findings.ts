import { z } from "zod";
import { findAmounts, readNumber } from "./finding/amounts.ts";
import { findDates, orderOf } from "./finding/dates.ts";
import { findPeriods } from "./finding/periods.ts";
import { standsOn, tidy } from "./finding/text.ts";
import { type Finding, KIND_OF_TERM, QUOTE_LENGTH, TERMS, TermValue, type TextPage } from "./terms.ts";

/** What a model may answer. Every one is held against the page before it counts. */
export const ModelFindings = z.object({
	findings: z
		.array(
			z.object({
				term: z.enum(TERMS),
				value: TermValue,
				page: z.int(),
				quote: z.string(),
			}),
		)
		.max(60),
});
export type ModelFindings = z.output<typeof ModelFindings>;

/** A quote shorter than this stands anywhere. */
const SHORTEST_QUOTE = 8;

/**
 * Of a model's findings those that are true to the text: the quote stands word for word on the page that is named, and the
 * value's own dates, amounts, numbers or names stand in the quote. What was found already is left out.
 */
export function keepTrueFindings(
	{ findings }: ModelFindings,
	{ pages, known }: { pages: readonly TextPage[]; known: readonly Finding[] },
): Finding[] {
	const byPage = new Map(pages.map(({ page, text }) => [page, { page, text: tidy(text) }]));
	const order = orderOf(pages.map(({ text }) => text).join("\n"));
	const seen = new Set(known.map(keyOf));
	return findings.flatMap(({ term, value, page, quote: given }, at) => {
		const quote = given.trim();
		const isTrue =
			KIND_OF_TERM[term] === value.kind &&
			term !== "last-notice" &&
			quote.length >= SHORTEST_QUOTE &&
			quote.length <= QUOTE_LENGTH &&
			standsOn(byPage.get(page), quote) &&
			standsIn(value, quote, (text) => findDates(text, order).flatMap(({ date, other }) => [date, other]));
		const key = keyOf({ term, value });
		if (!isTrue || seen.has(key)) return [];
		seen.add(key);
		const note = "Added by a model; its words stand on the page.";
		return [
			{
				id: `m${at + 1}`,
				term,
				value,
				quote,
				page,
				sureness: "likely" as const,
				note,
				by: "",
				source: "model" as const,
			},
		];
	});
}

const keyOf = ({ term, value }: Pick<Finding, "term" | "value">) =>
	`${term} ${JSON.stringify(Object.entries(value).sort())}`;

function standsIn(value: TermValue, quote: string, datesOf: (text: string) => (string | null)[]): boolean {
	if (value.kind === "date") return datesOf(quote).includes(value.date);
	if (value.kind === "money")
		return findAmounts(quote).some(({ cents, currency }) => cents === value.cents && currency === value.currency);
	if (value.kind === "name") return quote.toLowerCase().includes(value.name.toLowerCase());
	if (value.kind === "period" || value.kind === "renewal")
		return (
			value.count === null || findPeriods(quote).some(({ count, unit }) => count === value.count && unit === value.unit)
		);
	if (value.kind === "rise") {
		const numbers = (quote.match(/\d+(?:[.,]\d+)?/g) ?? []).map(readNumber);
		return [value.percent, value.cap].every((percent) => percent === null || numbers.includes(percent));
	}
	return true;
}
