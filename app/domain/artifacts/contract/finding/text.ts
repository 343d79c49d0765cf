import { QUOTE_LENGTH, type TextPage } from "../terms.ts";

/**
 * A text that is searched: a page, or a table's cell beside the head of its column. `quote` is set where the words to
 * quote are not those that were searched.
 */
export type View = TextPage & { quote?: string };

/** Whitespace as single spaces, lines kept: what quotes are taken from and held against. */
export const tidy = (text: string) =>
	text
		.replace(/[^\S\n]+/g, " ")
		.replace(/ ?\n[\s\n]*/g, "\n")
		.trim();

/** The pages, and beside them each cell of a table with the head of its column: "End date: 31 December 2027". */
export function viewsOf(pages: readonly TextPage[]): View[] {
	return pages.flatMap(({ page, text }) => {
		const lines = text.split("\n");
		const cells = lines.flatMap((line, at) => {
			const heads = lines[at - 1]?.split(" | ") ?? [];
			const values = line.split(" | ");
			const isTable = values.length > 2 && heads.length === values.length && !heads.some((head) => /\d/.test(head));
			return isTable ? values.map((value, column) => ({ page, text: `${heads[column]}: ${value}`, quote: line })) : [];
		});
		return [{ page, text }, ...cells];
	});
}

const SHORT =
	"(?:Inc|Ltd|Co|Corp|No|Mr|Mrs|Ms|Dr|St|Sec|Art|approx|incl|excl|e\\.g|i\\.e|vs|\\b\\p{Lu}|(?<![\\d.])\\d{1,2})";
const SENTENCE_END = new RegExp(`(?<!${SHORT})[.!?]["”’)]?\\s+(?=[\\p{Lu}\\d"“(])|\\n`, "gu");

/** A sentence of a page and where it begins in it. */
export type Sentence = { page: number; text: string; quote: string };

/** The sentences of all views, as they stand. */
export function sentencesOf(views: readonly View[]): Sentence[] {
	return views.flatMap((view) => {
		const ends = [...view.text.matchAll(SENTENCE_END)].map(({ index, 0: end }) => index + end.length);
		const bounds = [0, ...ends, view.text.length];
		return bounds.slice(0, -1).flatMap((from, at) => {
			const text = view.text.slice(from, bounds[at + 1]).trim();
			return text === "" ? [] : [{ page: view.page, text, quote: view.quote ?? text }];
		});
	});
}

/** No sentence that is quoted reaches farther than this from its place. */
const NEAR = 2 * QUOTE_LENGTH;

/** The sentence around a place, cut to what is kept around it. */
export function quoteAround(view: View, index: number, length: number): string {
	if (view.quote !== undefined) return view.quote.slice(0, QUOTE_LENGTH);
	// Only what is near: a page without an end may have thousands of places.
	const begin = Math.max(0, index - NEAR);
	const text = view.text.slice(begin, index + length + NEAR);
	const place = index - begin;
	const ends = [...text.matchAll(SENTENCE_END)].map(({ index: at, 0: end }) => at + end.length);
	const from = Math.max(0, ...ends.filter((end) => end <= place));
	const to = Math.min(text.length, ...ends.filter((end) => end >= place + length));
	return cutAround(text.slice(from, to), place - from, length);
}

/** At most QUOTE_LENGTH characters of a text around a place in it, at words' ends. */
export function cutAround(text: string, index: number, length: number): string {
	if (text.length <= QUOTE_LENGTH) return text.trim();
	const room = Math.max(0, QUOTE_LENGTH - length - 2);
	let from = Math.max(0, index - Math.floor(room / 3));
	let to = Math.min(text.length, index + length + Math.floor((room * 2) / 3));
	while (from > 0 && from < index && !/\s/.test(text[from - 1]!)) from++;
	while (to < text.length && to > index + length && !/\s/.test(text[to]!)) to--;
	return text.slice(from, Math.min(to, from + QUOTE_LENGTH)).trim();
}

/** Whether words stand on a page as they are, but for how its spaces and lines are broken. */
export function standsOn(page: TextPage | undefined, quote: string): boolean {
	const flat = (text: string) => text.replace(/\s+/g, " ").trim();
	return page !== undefined && flat(quote) !== "" && flat(page.text).includes(flat(quote));
}
