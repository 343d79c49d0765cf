import { parse } from "csv-parse/sync";
import type { Block } from "../rules/passages.ts";

/** The text of bytes that hold text: by their mark, else UTF-8, else Windows-1252. Undefined for what is no text. */
export function decodeText(bytes: Uint8Array): string | undefined {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return clean(new TextDecoder("utf-16le").decode(bytes));
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return clean(new TextDecoder("utf-16be").decode(bytes));
	if (bytes.includes(0)) return undefined;
	try {
		return clean(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		const text = new TextDecoder("windows-1252").decode(bytes);
		const odd = text.match(/(?![\n\r\t\f])\p{Cc}/gu)?.length ?? 0;
		return odd > text.length / 100 ? undefined : clean(text);
	}
}

/** Without what no text of Postgres holds, and without the two private signs that mark what was found. */
export function clean(text: string): string {
	return text
		.toWellFormed()
		.replace(/\r\n?/g, "\n")
		.replace(/(?![\n\t])\p{Cc}|[\uE000\uE001]/gu, "");
}

/** Paragraphs of a plain text: blank lines part them; a form feed begins a page. */
export function textBlocks(text: string): Block[] {
	return text
		.split(/\n[ \t]*\n+/)
		.map((part) => ({ text: part.trim(), level: 0, page: null }))
		.filter((block) => block.text !== "");
}

/** Markdown as it is read by people: headings, paragraphs, list items and tables; its marks and links' targets go. */
export function markdownBlocks(text: string): Block[] {
	const blocks: Block[] = [];
	let held: string[] = [];
	let fence: string | undefined;
	const close = () => {
		const paragraph = plainMarkdown(held.join("\n")).trim();
		if (paragraph !== "") blocks.push({ text: paragraph, level: 0, page: null });
		held = [];
	};
	for (const line of withoutFrontMatter(text).split("\n")) {
		const mark = /^\s{0,3}(```+|~~~+)/.exec(line)?.[1];
		if (mark && (fence === undefined || mark.startsWith(fence))) {
			fence = fence === undefined ? mark : undefined;
			continue;
		}
		const heading = fence === undefined ? /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line) : null;
		if (heading) {
			close();
			blocks.push({ text: plainMarkdown(heading[2]!), level: heading[1]!.length, page: null });
		} else if (fence === undefined && /^\s{0,3}(=+|-{2,})\s*$/.test(line) && held.length === 1) {
			const title = plainMarkdown(held.pop()!);
			blocks.push({ text: title, level: line.includes("=") ? 1 : 2, page: null });
		} else if (line.trim() === "" && fence === undefined) close();
		else held.push(line);
	}
	close();
	return blocks;
}

const withoutFrontMatter = (text: string) => text.replace(/^---\n[\s\S]{0,10000}?\n---\n/, "");

function plainMarkdown(text: string): string {
	return text
		.replace(/<!--[\s\S]*?-->/g, "")
		.replace(/!?\[([^\]]{0,500})\]\([^)\s]{0,2000}(?:\s"[^"]{0,500}")?\)/g, "$1")
		.replace(/^\s{0,3}>\s?/gm, "")
		.replace(/^\s*\|?[\s:|-]{3,}\|?\s*$/gm, "")
		.replace(/(\*\*|__|~~|`)/g, "")
		.replace(/<\/?[a-z][^>]{0,300}>/gi, "");
}

/** Rows of a table as sentences: each value under its column's name, so that a row is found by either. */
export function csvBlocks(text: string): Block[] {
	const first = text.slice(0, text.indexOf("\n") + 1 || text.length);
	const delimiter = [",", ";", "\t", "|"].sort((a, b) => first.split(b).length - first.split(a).length)[0]!;
	const rows = parse(text, {
		delimiter,
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: true,
	}) as string[][];
	const [names = [], ...rest] = rows;
	if (rest.length === 0) return textBlocks(text);
	return rest.map((row) => ({
		text: row
			.map((value, index) =>
				value.trim() === "" ? "" : `${names[index]?.trim() || `Column ${index + 1}`}: ${value.trim()}`,
			)
			.filter(Boolean)
			.join("; "),
		level: 0,
		page: null,
	}));
}
