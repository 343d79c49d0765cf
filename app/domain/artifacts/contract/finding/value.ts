import type { Found } from "../terms.ts";
import { type AmountFound, findAmounts } from "./amounts.ts";
import { quoteAround, type View } from "./text.ts";

const LABELS: { weight: number; words: RegExp }[] = [
	{
		weight: 3,
		words:
			/\b(?:total (?:contract |order )?(?:value|fees?|price|amount|cost|charges?|consideration)|contract (?:value|price|sum)|grand total|order total|gesamt(?:preis|betrag)|auftragswert)\b/gi,
	},
	{
		weight: 2,
		words:
			/\b(?:annual|yearly|monthly) (?:subscription |licen[cs]e |service )?(?:fees?|charges?|price|value|rent|retainer)\b|\btotal\b/gi,
	},
	{
		weight: 1,
		words:
			/\b(?:subscription|licen[cs]e|service|platform|support)s? fees?\b|\b(?:fees?|price|charges?|rent|retainer|pays?|paid)\b/gi,
	},
];
/** Sentences whose amounts are another thing than what the contract is worth. */
const OTHER =
	/liab|insur|penalt|damages|late payment|interest|indemn|deposit|per (?:user|seat|unit|hour|day|incident)|hourly|limit of/i;

/** What the contract is worth: the amounts beside the words that say so most plainly, at most three. */
export function findValue(views: readonly View[]): Found[] {
	const found = views.flatMap((view) => inView(view, findAmounts(view.text)));
	const most = Math.max(0, ...found.map(({ weight }) => weight));
	const different = new Map<string, Found>();
	for (const { weight, found: one } of found) {
		const key = JSON.stringify(one.value);
		if (weight === most && !different.has(key)) different.set(key, one);
	}
	const all = [...different.values()].slice(0, 3);
	const isSeveral = all.length > 1;
	return all.map((one) => ({
		...one,
		sureness: isSeveral ? "unsure" : most === 1 ? "likely" : "clear",
		note: isSeveral ? "The document names more than one amount as plainly." : "",
	}));
}

function inView(view: View, amounts: readonly AmountFound[]): { weight: number; found: Found }[] {
	return LABELS.flatMap(({ weight, words }) =>
		[...view.text.matchAll(words)].flatMap((label) => {
			const after = label.index + label[0].length;
			const amount = amounts.find(({ index }) => index >= after);
			if (!amount) return [];
			const between = view.text.slice(after, amount.index);
			if (between.length > 90 || /\.\s|\n.*\n/.test(between) || /\b(?:and|plus)\b.*:/.test(between)) return [];
			const length = amount.index + amount.length - label.index;
			const quote = quoteAround(view, label.index, length);
			const near = view.text.slice(Math.max(0, label.index - 12), amount.index + amount.length + 40);
			if (OTHER.test(near)) return [];
			const value = { kind: "money", cents: amount.cents, currency: amount.currency, per: perOf(view, label, amount) };
			return [
				{ weight, found: { term: "value", value, quote, page: view.page, sureness: "clear", note: "" } as Found },
			];
		}),
	);
}

function perOf(view: View, label: RegExpMatchArray, { index, length }: AmountFound): "month" | "year" | null {
	const after = view.text.slice(index + length, index + length + 40).split(/[.;\n]/)[0]!;
	const words = `${label[0]} ${view.text.slice(label.index! + label[0].length, index)} ${after}`;
	if (/\b(?:total|grand)\b/i.test(label[0])) return null;
	if (/per month|monthly|\/\s?mo(?:nth)?\b|(?:a|each|every) month/i.test(words)) return "month";
	return /per (?:year|annum)|annual|yearly|\/\s?y(?:ea)?r\b|(?:a|each|every) year/i.test(words) ? "year" : null;
}
