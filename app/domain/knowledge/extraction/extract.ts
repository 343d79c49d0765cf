import { titleIn } from "../pages/page-name.ts";
import { nameWithoutEnd } from "../rules/file-name.ts";
import { type Block, type Passage, splitIntoPassages } from "../rules/passages.ts";
import { summariseByRules } from "../rules/summarise.ts";
import type { FileKind } from "../schema.ts";
import { docxBlocks } from "./docx.ts";
import { htmlBlocks } from "./html.ts";
import { pdfBlocks } from "./pdf.ts";
import { csvBlocks, decodeText, markdownBlocks, textBlocks } from "./plain.ts";
import { sniffKind } from "./sniff-kind.ts";
import { Unreadable } from "./unreadable.ts";

export type Extracted = {
	kind: FileKind;
	pages: number | null;
	characters: number;
	passages: Passage[];
	summary: string;
	/** What a web page (its title) or Markdown (its first heading) calls itself: better than a file's name. */
	title: string | null;
	/** What of it was not read, in words for people; empty when all was. */
	note: string;
};

function titleOf(kind: FileKind, bytes: Buffer, blocks: readonly Block[]): string | null {
	if (kind === "html") return titleIn(decodeText(bytes) ?? "");
	if (kind !== "markdown") return null;
	const heading = blocks.find(({ level }) => level > 0);
	return heading?.level === 1 ? heading.text.replace(/\s+/g, " ").trim().slice(0, 200) || null : null;
}

/** Of one document; more is a database and not a text. */
const MOST_PASSAGES = 20_000;
const MOST_CHARACTERS = 20_000_000;

/** Reads a file's text and splits it. Heavy and hostile work: it runs in the thread of `read-in-thread`. */
export async function extract(bytes: Buffer, name: string): Promise<Extracted> {
	const kind = sniffKind(bytes, name);
	const { blocks, pages, note = "" } = await blocksOf(kind, bytes);
	const texts = blocks.filter(({ level }) => level === 0);
	const characters = blocks.reduce((sum, { text }) => sum + text.length, 0);
	if (characters > MOST_CHARACTERS)
		throw new Unreadable("The file has more text than is read: 20 million characters. Split it.");
	const title = titleOf(kind, bytes, blocks);
	const passages = splitIntoPassages(blocks, nameWithoutEnd(name));
	if (passages.length === 0) throw new Unreadable(noText(kind, note));
	if (passages.length > MOST_PASSAGES)
		throw new Unreadable("The file has more text than is read: 20,000 passages. Split it.");
	const summary = summariseByRules(
		texts
			.slice(0, 400)
			.map(({ text }) => text)
			.join("\n"),
	);
	return { kind, pages, characters, passages, summary, title, note };
}

/** The blocks of a file of a kind that is known. Throws `Unreadable`. */
export async function blocksOf(
	kind: FileKind,
	bytes: Buffer,
): Promise<{ blocks: Block[]; pages: number | null; note?: string }> {
	if (kind === "pdf") return pdfBlocks(bytes);
	if (kind === "docx") return docxBlocks(bytes);
	const text = decodeText(bytes);
	if (text === undefined)
		throw new Unreadable("This is none of the kinds that are read: PDF, DOCX, HTML, Markdown, text and CSV.");
	const read = { html: htmlBlocks, markdown: markdownBlocks, csv: csvBlocks, text: textBlocks, unknown: textBlocks }[
		kind
	];
	return { blocks: read(text), pages: null };
}

/** Why nothing was found, in words for people. */
export function noText(kind: FileKind, note: string): string {
	if (kind !== "pdf") return "No text was found in the file.";
	return note === "" ? "No text was found in the PDF: its pages are empty." : `No text was found in the PDF. ${note}`;
}
