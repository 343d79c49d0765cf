import type { TextPage } from "./terms.ts";

/** What contracts say and little else does. */
const SIGNS: RegExp[] = [
	/\b(?:agreement|contract|order form|terms (?:and|of)|statement of work|lease|licen[cs]e)\b/i,
	/\bbetween\b[\s\S]{2,300}\band\b|\b(?:customer|client|supplier|provider|licensor|licensee)(?: name)?\s*[:|]/i,
	/\b(?:effective date|start date|commence|commencement|end date|initial term|subscription term|term of)\b/i,
	/\b(?:terminat\w+|expir\w+|cancel\w*)\b/i,
	/\b(?:renew\w*|notice)\b/i,
	/\b(?:shall|hereby|herein|hereto|undertakes?)\b/i,
	/\b(?:governing law|governed by|jurisdiction|laws? of)\b/i,
	/\b(?:liabilit\w+|indemnif\w+|warrant\w+|confidential\w*)\b/i,
	/\b(?:the parties|either party|each party|both parties)\b/i,
	/\b(?:signed|signature|in witness)\b/i,
];
const GERMAN_SIGNS: RegExp[] = [
	/\b\p{L}*vertrag\b/iu,
	/\bzwischen\b[\s\S]{2,400}\bund\b|\b(?:auftraggeber|auftragnehmer|vermieter|mieter|lizenznehmer|kunde)(?:in)?\b/iu,
	/\b(?:laufzeit|beginnt am|endet am|vertragsbeginn|vertragsende)\b/iu,
	/kündig/iu,
	/\b(?:verlängert|frist)\b/iu,
	/\b(?:gerichtsstand|recht)\b/iu,
	/\b(?:haftung|vergütung|gewährleistung|vertraulich\p{L}*)\b/iu,
	/\bunterschrift/iu,
];
const FEWEST = 3;

const OTHERS: { words: RegExp; is: string }[] = [
	{
		words: /\b(?:tax )?invoice\b(?: (?:no|number|date|#)|\s*[:#])|\binvoice (?:no|number|date)\b|\bamount due\b/i,
		is: "an invoice",
	},
	{ words: /\bcurriculum vitae\b|\bresum[eé]\b/i, is: "a résumé" },
	{ words: /\bminutes of\b|\battendees\b/i, is: "minutes of a meeting" },
];

/** Whether a text reads like a contract; else why not, in words for people. */
export function readsLikeContract(pages: readonly TextPage[]): { isContract: boolean; why: string } {
	const text = pages.map((page) => page.text).join("\n");
	const signs = Math.max(countOf(SIGNS, text), countOf(GERMAN_SIGNS, text));
	const other = OTHERS.find(({ words }) => words.test(text));
	if (other && signs < FEWEST + 3) {
		return {
			isContract: false,
			why: `This does not read like a contract but like ${other.is}. No terms were made up for it.`,
		};
	}
	if (signs >= FEWEST) return { isContract: true, why: "" };
	const why =
		"This does not read like a contract: the words that contracts have are missing. No terms were made up for it.";
	return { isContract: false, why };
}

const countOf = (signs: readonly RegExp[], text: string) => signs.filter((sign) => sign.test(text)).length;

/** Whether a contract is written in German. */
export function isGerman(pages: readonly TextPage[]): boolean {
	const text = pages.map((page) => page.text).join("\n");
	return countOf(GERMAN_SIGNS, text) > countOf(SIGNS, text);
}
