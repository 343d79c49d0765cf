import { blocksOf, noText } from "./extract.ts";
import { joinWrapped } from "./join-wrapped.ts";
import { sniffKind } from "./sniff-kind.ts";
import { Unreadable } from "./unreadable.ts";

/** A document's text by page; `hasPages` is false for a Word document that tells none, whose text is page 1. */
export type ExtractedPages = {
	kind: "pdf" | "docx";
	pages: { page: number; text: string }[];
	hasPages: boolean;
	/** How many pages it has, also those without text; null where none can be told. */
	count: number | null;
	/** What of it was not read, in words for people; empty when all was. */
	note: string;
};

/** Reads the text of a PDF or a Word document, whole and by page. Heavy and hostile work, for the thread of `read-in-thread`. */
export async function extractPages(bytes: Buffer, name: string): Promise<ExtractedPages> {
	const kind = sniffKind(bytes, name);
	if (kind !== "pdf" && kind !== "docx")
		throw new Unreadable(
			"This is neither a PDF nor a Word document (.docx). Save it as one of them and upload it again.",
		);
	const { blocks: read, pages: count, note = "" } = await blocksOf(kind, bytes);
	const blocks = kind === "docx" ? joinWrapped(read) : read;
	const byPage = new Map<number, string[]>();
	for (const { text, page } of blocks) byPage.set(page ?? 1, [...(byPage.get(page ?? 1) ?? []), text]);
	if (byPage.size === 0) throw new Unreadable(noText(kind, note));
	const pages = [...byPage].map(([page, texts]) => ({ page, text: texts.join("\n") }));
	return { kind, pages: pages.sort((one, other) => one.page - other.page), hasPages: count !== null, count, note };
}
