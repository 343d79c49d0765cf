/** A piece of a document's text as it was read: a heading with its level (1 to 6) or a paragraph (0). */
export type Block = { text: string; level: number; page: number | null };

/** What search finds: some 200 to 300 tokens that belong together, with the page they begin on and their headings. */
export type Passage = { position: number; page: number | null; heading: string; body: string; length: number };

/** Words: a passage is closed once it has so many, and never has more than so many. About 0.75 words to a token. */
const ENOUGH = 170;
const MOST = 220;
/** For scripts without spaces and for tables: characters of one passage at most. */
const MOST_CHARACTERS = 2_400;
/** A new page begins a new passage unless the one before has hardly begun. */
const HARDLY = 60;

/** Splits a text at its headings, paragraphs and sentences, in that order, and by force only where there is none. */
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
		for (const piece of piecesOf(block.text)) {
			const has = countWords(held.join(" "));
			const longer = has + countWords(piece) > MOST || held.join("").length + piece.length > MOST_CHARACTERS;
			if (held.length > 0 && (has >= ENOUGH || longer || (block.page !== page && has >= HARDLY))) close();
			if (held.length === 0) page = block.page;
			held.push(piece);
		}
	}
	close();
	return passages;
}

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
