import type { Found } from "../terms.ts";
import { type AmountFound, findAmounts } from "./amounts.ts";
import { quoteAround, type View } from "./text.ts";

const LABELS: { weight: number; words: RegExp }[] = [
	{
		weight: 3,
		words:
			/\b(?:total (?:contract |order )?(?:value|fees?|price|amount|cost|charges?|consideration)|contract (?:value|price|sum)|grand total|order total|gesamt(?:preis|betrag)|auftragswert)(?!\p{L})/giu,
	},
	{
		weight: 2,
		words:
			/\b(?:annual|yearly|monthly) (?:subscription |licen[cs]e |service )?(?:fees?|charges?|price|value|rent|retainer)\b|\btotal\b|(?<!\p{L})(?:jährliche[nr]?|monatliche[nr]?) (?:vergütung|gebühr|miete|pauschale)(?!\p{L})|(?<!\p{L})(?:jahres|monats)(?:vergütung|gebühr|miete|pauschale|preis|beitrag)(?!\p{L})/giu,
	},
	{
		weight: 1,
		words:
			/\b(?:subscription|licen[cs]e|service|platform|support)s? fees?\b|\b(?:fees?|price|charges?|rent|retainer|pays?|paid|zahlt|zahlen|vergütung|miete|preis)(?!\p{L})/giu,
	},
];
/** Sentences whose amounts are another thing than what the contract is worth. */
const OTHER =
	/liab|late (?:charge|fee)|(?:a|each) day\b|an hour\b|security|insur|penalt|damages|late payment|interest|indemn|deposit|per (?!year|month|annum|quarter|contract|full)\p{L}+|hourly|limit of/iu;

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

function inView(view: View, amounts: readonly AmountFound[]): Weighed[] {
	const named = LABELS.flatMap(({ weight, words }) =>
		[...view.text.matchAll(words)].flatMap((label) => {
			const after = label.index + label[0].length;
			const amount = amounts.find(({ index }) => index >= after);
			if (!amount) return [];
			const between = view.text.slice(after, amount.index);
			if (between.length > 90 || /\.\s|\n.*\n/.test(between) || /\b(?:and|plus)\b.*:/.test(between)) return [];
			const near = view.text.slice(Math.max(0, label.index - 12), amount.index + amount.length + 40);
			return OTHER.test(near)
				? []
				: [asValue(view, { amount, weight, from: label.index, per: perOf(view, label, amount) })];
		}),
	);
	const summed = amounts.flatMap((amount) => {
		const isSum = /^,?\s*(?:in total|in all|altogether|insgesamt)(?!\p{L})/iu.test(
			view.text.slice(amount.index + amount.length),
		);
		return isSum ? [asValue(view, { amount, weight: 3, from: amount.index, per: null })] : [];
	});
	return [...named, ...summed];
}

type Weighed = { weight: number; found: Found };
type Named = { amount: AmountFound; weight: number; from: number; per: "month" | "year" | null };

function asValue(view: View, { amount: { index, length, cents, currency }, weight, from, per }: Named): Weighed {
	const quote = quoteAround(view, from, index + length - from);
	const value = { kind: "money", cents, currency, per } as const;
	return { weight, found: { term: "value", value, quote, page: view.page, sureness: "clear", note: "" } };
}

function perOf(view: View, label: RegExpMatchArray, { index, length }: AmountFound): "month" | "year" | null {
	// What is parted by a comma is another thing: "a yearly rent of 36,000, by monthly instalments".
	const after = view.text.slice(index + length, index + length + 40).split(/[.,;\n]/)[0]!;
	if (/\b(?:total|grand)\b/i.test(label[0])) return EACH_YEAR.test(after) ? "year" : null;
	return spanIn(label[0]) ?? spanIn(after) ?? spanIn(view.text.slice(label.index! + label[0].length, index));
}

const EACH_YEAR = /\b(?:per|a|each|every) (?:contract )?(?:year|annum)\b/i;

function spanIn(text: string): "month" | "year" | null {
	const month = /per month|monthly|\/\s?mo(?:nth)?\b|(?:a|each|every) month|monatlich|monats\p{L}/iu.exec(text);
	const year =
		/per (?:year|annum)|annual|yearly|\/\s?y(?:ea)?r\b|(?:a|each|every) (?:contract )?year|for the year|jährlich|jahres\p{L}/iu.exec(
			text,
		);
	if (month && year) return month.index < year.index ? "month" : "year";
	return month ? "month" : year ? "year" : null;
}
