import { orderOf } from "./finding/dates.ts";
import { findParties } from "./finding/parties.ts";
import { findLaw, findPayment } from "./finding/payment-and-law.ts";
import { findPriceRises, unboundedRises } from "./finding/prices.ts";
import { findConvenience, findNotice, findRenewal, lastDayOfNotice } from "./finding/renewal.ts";
import { findRisks, risksOfTerms } from "./finding/risks.ts";
import { findTermDates } from "./finding/term-dates.ts";
import { sentencesOf, tidy, viewsOf } from "./finding/text.ts";
import { findValue } from "./finding/value.ts";
import { whoOf } from "./finding/who.ts";
import { isGerman, readsLikeContract } from "./reads-like-contract.ts";
import type { Finding, Found, TextPage } from "./terms.ts";

/** What was found in a document. `why` says why it does not read like a contract; then nothing was looked for. */
export type Analysis = { isContract: boolean; why: string; findings: Finding[]; notes: string[] };

/**
 * Finds a contract's terms by rules, each with its page and the words it stands on (SUCCESS-7). `today` is the day on which
 * dates count as past. The same text and day always give the same; nothing is invented for what is no contract.
 */
export function analyseByRules(read: readonly TextPage[], today: string): Analysis {
	const pages = read.map(({ page, text }) => ({ page, text: tidy(text) }));
	const { isContract, why } = readsLikeContract(pages);
	if (!isContract) return { isContract, why, findings: [], notes: [] };
	const views = viewsOf(pages);
	const sentences = sentencesOf(views);
	const order = orderOf(pages.map(({ text }) => text).join("\n"));
	const dates = findTermDates(views, order);
	const notice = findNotice(sentences);
	const ends = dates.filter(({ term }) => term === "end");
	const rises = findPriceRises(sentences);
	const { found: named, parties } = findParties(views);
	const terms: Found[] = [
		...named,
		...dates,
		...findValue(views),
		...findRenewal(sentences),
		...notice,
		...lastDayOfNotice(notice[0], ends, order),
		...findConvenience(sentences, notice[0]),
		...rises,
		...findPayment(sentences),
		...findLaw(views),
	];
	const found = [
		...terms,
		...findRisks(sentences),
		...unboundedRises(rises).slice(0, 1),
		...risksOfTerms(terms, today),
	];
	const findings = found.map((one, at) => ({
		...{ ...one, id: `r${at + 1}`, by: whoOf(one, parties), source: "rules" as const },
	}));
	const notes = notesOf(findings, pages);
	return { isContract, why: "", findings, notes: isGerman(pages) ? [READ_IN_PART, ...notes] : notes };
}

const READ_IN_PART =
	"This contract is in German, and was read in part: dates, amounts, renewal and notice are looked for, risks hardly. Read the rest yourself.";

/** What is missing: an absence has no words to quote. */
export function notesOf(findings: readonly Pick<Finding, "term">[], pages: readonly TextPage[]): string[] {
	const has = (term: Finding["term"]) => findings.some((one) => one.term === term);
	const missing = [
		...(has("party") ? [] : ["who the parties are"]),
		...(has("start") ? [] : ["a start date"]),
		...(has("end") ? [] : ["an end date"]),
		...(has("value") ? [] : ["a value"]),
		...(has("renewal") ? [] : ["whether it renews"]),
		...(has("notice") ? [] : ["a notice period"]),
	];
	const isSigned = pages.some(({ text }) => /\bsign(?:ed|ature)\b|in witness/i.test(text));
	return [
		...(missing.length > 0 ? [`Not found in the text: ${missing.join(", ")}.`] : []),
		...(isSigned
			? []
			: ["No place for a signature was found in the text. It may be on a page that was not read, or a picture."]),
	];
}
