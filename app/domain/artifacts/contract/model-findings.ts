import { z } from "zod";
import { findAmounts, readNumber } from "./finding/amounts.ts";
import { findDates, orderOf } from "./finding/dates.ts";
import { findPeriods } from "./finding/periods.ts";
import type { Party } from "./finding/roles.ts";
import { standsOn, tidy } from "./finding/text.ts";
import { whoOf, whoSaid } from "./finding/who.ts";
import { type Finding, KIND_OF_TERM, QUOTE_LENGTH, TERMS, type Term, TermValue, type TextPage } from "./terms.ts";

/** What a model may answer. Every one is held against the page before it counts. */
export const ModelFindings = z.object({
	findings: z
		.array(
			z.object({
				term: z.enum(TERMS),
				value: TermValue,
				page: z.int(),
				quote: z.string(),
				/** Whose it is: a party or its role, as the quote calls it. */
				by: z.string().default(""),
			}),
		)
		.max(60),
});
export type ModelFindings = z.input<typeof ModelFindings>;

/** Terms that are somebody's: who pays, who may raise the price, who gives notice. */
const SOMEBODYS: ReadonlySet<Term> = new Set([
	"value",
	"renewal",
	"notice",
	"convenience",
	"price-rise",
	"payment",
	"risk",
]);

type Told = Pick<Finding, "term" | "value" | "page" | "quote">;

/** A quote shorter than this stands anywhere. */
const SHORTEST_QUOTE = 8;

/**
 * Of a model's findings those that are true to the text: the quote stands word for word on the page that is named, and the
 * value's own dates, amounts, numbers or names stand in the quote. What was found already is left out. Whose a term is
 * counts where the quote names that party: as the rules read it, or else as the model says.
 */
export function keepTrueFindings(
	{ findings }: ModelFindings,
	{ pages, known }: { pages: readonly TextPage[]; known: readonly Finding[] },
): Finding[] {
	const byPage = new Map(pages.map(({ page, text }) => [page, { page, text: tidy(text) }]));
	const order = orderOf(pages.map(({ text }) => text).join("\n"));
	const datesIn = (text: string) => findDates(text, order).flatMap(({ date, other }) => [date, other]);
	const isTrue = ({ term, value, page, quote }: Told) =>
		KIND_OF_TERM[term] === value.kind &&
		term !== "last-notice" &&
		quote.length >= SHORTEST_QUOTE &&
		quote.length <= QUOTE_LENGTH &&
		standsOn(byPage.get(page), quote) &&
		standsIn(value, quote, datesIn);
	const seen = new Set(known.map(keyOf));
	const kept = findings
		.map((one, at) => ({ by: "", ...one, id: `m${at + 1}`, quote: one.quote.trim() }))
		.filter((one) => isTrue(one) && !seen.has(keyOf(one)) && seen.add(keyOf(one)));
	const parties = [...known, ...kept].flatMap(asParty);
	const note = "Added by a model; its words stand on the page.";
	return kept.map(({ id, term, value, quote, page, by }) => ({
		...{ id, term, value, quote, page, note, sureness: "likely" as const, source: "model" as const },
		by: SOMEBODYS.has(term) ? whoOf({ term, value, quote }, parties) || whoSaid(by, quote, parties) : "",
	}));
}

/** With its role where that stands beside its name. */
function asParty({ term, value, quote }: Told): Party[] {
	if (term !== "party" || value.kind !== "name") return [];
	const role = quote.toLowerCase().includes(value.role.toLowerCase()) ? value.role : "";
	return [{ name: value.name, role, alias: "" }];
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
