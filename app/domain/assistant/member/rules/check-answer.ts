import type { Source } from "#app/domain/assistant/member/schema.ts";
import { checkQuotes } from "#app/domain/knowledge/rules/answer.ts";

/** What a model was given to answer from. */
export type Given = {
	/** What the tools brought, in words: lines end in the mark of where they stand. */
	parts: readonly string[];
	sources: readonly Source[];
	proposals: readonly { words: string }[];
	/** The member's own words, which may be quoted back: the question and what was said before. */
	said: readonly string[];
};

/** What a model says when it found nothing; the one answer that needs neither mark nor doubt. */
export const NOT_FOUND = "I did not find that in the records or the knowledge.";

/** Stands below an answer that no record and no document bears out. */
export const UNCONFIRMED = "Unconfirmed: no record and no document here was found that says so.";

const MARK = /\[(\d{1,3})\]/g;
const QUOTE = /[“„"]([^“”„"]{8,800})[”“"](?:[\s.,;:!?)]*((?:\[\d{1,3}\]\s*)+))?/g;

/** A mark in a model's words that nothing given bears, as soon as it is written; null when there is none. */
export function inventedMark(text: string, sources: readonly Source[]): number | null {
	const found = [...text.matchAll(MARK)].map(([, mark]) => Number(mark));
	return found.find((mark) => !sources.some((source) => source.mark === mark)) ?? null;
}

/**
 * Why a model's answer may not be given as it is, or null (KB-5): its marks point at what it was given, and what it
 * quotes stands there word by word, in the passage that the mark behind the quote names. Of passages it was given, at
 * least one has to be marked: knowledge without a place is not given as knowledge.
 */
export function refuseAnswer(text: string, given: Given): string | null {
	const mark = inventedMark(text, given.sources);
	if (mark !== null) return `The answer marks [${mark}], which it was not given.`;
	for (const [, quote = "", marks = ""] of text.matchAll(QUOTE)) {
		if (!/\S\s+\S/.test(quote.trim())) continue;
		const named = [...marks.matchAll(MARK)].map(([, each]) => Number(each));
		if (!quote.split(/\s*(?:…|\.{3}|\[…\])\s*/).every((part) => stands(part, named, given)))
			return `The answer quotes “${quote.slice(0, 80)}”, which does not stand there.`;
	}
	if (given.sources.some((source) => source.quote !== undefined) && !isMarked(text) && text.trim() !== NOT_FOUND)
		return "The answer names no passage that it stands on.";
	return null;
}

/** Whether an answer says where anything of it stands. */
export function isMarked(text: string): boolean {
	return new RegExp(MARK.source).test(text);
}

/** Whether a quote stands in what the marks behind it name, or without any in something that was given or said. */
function stands(quote: string, marks: readonly number[], given: Given): boolean {
	const words = quote.replace(/[.,;:!?]+$/, "");
	if (words.trim().length < 3) return true;
	const bodies =
		marks.length > 0
			? given.sources.flatMap((source) => (marks.includes(source.mark) ? bodiesOf(source, given.parts) : []))
			: [
					...given.parts,
					...given.sources.flatMap(({ quote: passage = "", title }) => [passage, title]),
					...given.proposals.map((one) => one.words),
					...given.said,
				];
	return bodies.some((body) => {
		const source = { id: "", documentId: "", title: "", page: null, position: 0, heading: "", body };
		return checkQuotes([{ passage: 1, quote: words }], [source]).quotes.length > 0;
	});
}

/** What is known under one mark: the passage, its title, and the lines that tools told with that mark. */
function bodiesOf({ mark, title, quote = "" }: Source, parts: readonly string[]): string[] {
	const lines = parts.flatMap((part) => part.split("\n")).filter((line) => line.includes(`[${mark}]`));
	return [quote, title, ...lines];
}
