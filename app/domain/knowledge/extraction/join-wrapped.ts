import type { Block } from "../rules/passages.ts";

/** Lines of a page are no longer than this, and those that were broken for its width no shorter than that share of it. */
const WIDEST = 130;
const FULL = 0.6;
/** So many lines go on in the next before a document is taken to be one whose every line is a paragraph. */
const ENOUGH = 3;

/**
 * The blocks of a document whose every line is a paragraph of its own, with the lines of a sentence joined, as those of a PDF
 * are. Any other document stays as it is: there a paragraph is whole, and what has no full stop is a title or a list.
 */
export function joinWrapped(blocks: readonly Block[]): Block[] {
	const lines = blocks.filter(isLine);
	const width = Math.max(0, ...lines.map(({ text }) => text.length));
	const goesOn = (one: Block | undefined, next: Block | undefined) =>
		one !== undefined &&
		next !== undefined &&
		isLine(one) &&
		isLine(next) &&
		one.page === next.page &&
		isCut(one, width);
	const certain = blocks.filter((one, at) => goesOn(one, blocks[at + 1]) && /^[\p{Ll}(]/u.test(blocks[at + 1]!.text));
	if (width > WIDEST || certain.length < ENOUGH) return [...blocks];
	const joined: Block[] = [];
	let last: Block | undefined;
	for (const block of blocks) {
		const before = joined.at(-1);
		if (before && goesOn(last, block) && !BEGINS.test(block.text)) before.text += ` ${block.text}`;
		else joined.push({ ...block });
		last = block;
	}
	return joined;
}

/** A clause's number or a sign of a list: never the rest of a sentence. */
const BEGINS = /^(?:\d+(?:\.\d+)*[.)]\s|\(?[a-z]\)\s|[•–*-]\s|§)/u;

const isLine = ({ text, level }: Block) => level === 0 && !text.includes(" | ") && !text.includes("\n");

/** Broken for the width of the page: long, and its sentence has no end. */
const isCut = ({ text }: Block, width: number) => text.length >= width * FULL && !/[.!?:;]["”’)]?$/.test(text);
