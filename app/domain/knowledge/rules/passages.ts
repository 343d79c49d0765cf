/** A piece of a document's text as it was read: a heading with its level (1 to 6) or a paragraph (0). */
export type Block = { text: string; level: number; page: number | null };

/**
 * What search finds: some 200 to 300 tokens at most that belong together, with their headings and the page they stand
 * on. Of a sentence that goes on overleaf, that is where it begins.
 */
export type Passage = { position: number; page: number | null; heading: string; body: string; length: number };

/** Words: a passage is closed once it has so many, and never has more than so many. About 0.75 words to a token. */
const ENOUGH = 170;
const MOST = 220;
/** For scripts without spaces and for tables: characters of one passage at most. */
const MOST_CHARACTERS = 2_400;
/** What goes on overleaf is the rest of a sentence only up to so many words; more is a text without full stops. */
const LONGEST_REST = 40;
/** The way texts are split, by number. Raise it when that changes: documents with pages are then read again. */
export const READING = 1;

/**
 * Splits a text at its pages, headings, paragraphs and sentences, in that order, and by force only where there is none.
 * No passage spans pages, however short it is: its page is where a reader finds what is quoted from it.
 */
export function splitIntoPassages(blocks: readonly Block[], title: string): Passage[] {
	const passages: Passage[] = [];
	const path: string[] = [];
	let held: string[] = [];
	let page: number | null = null;
	const close = () => {
		const body = held.join("\n\n").trim();
		held = [];
		if (body === "") return;
		const heading = (path.filter(Boolean).join(" › ") || title).slice(0, 300);
		passages.push({ position: passages.length, page, heading, body, length: Math.max(1, countWords(body)) });
	};
	for (const block of blocks) {
		if (block.level > 0) {
			close();
			path.length = Math.max(0, block.level - 1);
			path[block.level - 1] = block.text.replace(/\s+/g, " ").slice(0, 120);
			continue;
		}
		let text = block.text.trim();
		if (held.length > 0 && block.page !== page) {
			const rest = restOfSentence(held.at(-1)!, text);
			if (rest !== "") held.push(joined(held.pop()!, rest));
			text = text.slice(rest.length);
			close();
		}
		for (const piece of piecesOf(text)) {
			const has = countWords(held.join(" "));
			const longer = has + countWords(piece) > MOST || held.join("").length + piece.length > MOST_CHARACTERS;
			if (held.length > 0 && (has >= ENOUGH || longer)) close();
			if (held.length === 0) page = block.page;
			held.push(piece);
		}
	}
	close();
	return passages;
}

/** How a page's text ends the sentence that the page before began; empty where it begins with one of its own. */
function restOfSentence(before: string, after: string): string {
	if (!/[\p{L},\p{Pd}]$/u.test(before) || !/^\p{Ll}/u.test(after)) return "";
	const [first = ""] = sentencesOf(after);
	return /[.!?]["'”’)\]]?$/.test(first) && countWords(first) <= LONGEST_REST ? first : "";
}

/** A word that was parted where the page ends is one again. */
const joined = (before: string, rest: string) =>
	/\p{Ll}-$/u.test(before) ? before.slice(0, -1) + rest : `${before} ${rest}`;

/** Words of a text, with each character of a script without spaces as one. */
export function countWords(text: string): number {
	return text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu)?.length ?? 0;
}

function piecesOf(paragraph: string): string[] {
	const text = paragraph.trim();
	if (text === "") return [];
	if (fits(text)) return [text];
	const pieces: string[] = [];
	let held = "";
	for (const sentence of sentencesOf(text).flatMap(cut)) {
		if (held !== "" && !fits(`${held} ${sentence}`)) {
			pieces.push(held);
			held = "";
		}
		held = held === "" ? sentence : `${held} ${sentence}`;
	}
	if (held !== "") pieces.push(held);
	return pieces;
}

const fits = (text: string) => text.length <= MOST_CHARACTERS && countWords(text) <= MOST;

/** Sentences, by their full stops and by line ends; an initial or a number is no end. */
export function sentencesOf(text: string): string[] {
	return text
		.split(/(?<=[.!?。！？]["'”’)\]]?)(?<!\b\p{Lu}\.)(?<!\b(?:Mr|Mrs|Ms|Dr|St|No|e\.g|i\.e|etc)\.)\s+|\n+/u)
		.map((sentence) => sentence.trim())
		.filter(Boolean);
}

function cut(sentence: string): string[] {
	if (fits(sentence)) return [sentence];
	const pieces: string[] = [];
	let held = "";
	for (const word of sentence.split(/\s+/)) {
		for (let from = 0; from < word.length; from += 500) {
			const part = word.slice(from, from + 500);
			if (held !== "" && !fits(`${held} ${part}`)) {
				pieces.push(held);
				held = "";
			}
			held = held === "" ? part : `${held} ${part}`;
		}
	}
	if (held !== "") pieces.push(held);
	return pieces;
}
