import { Parser } from "htmlparser2";
import type { Block } from "../rules/passages.ts";
import { pageCounter } from "./docx-pages.ts";
import { clean } from "./plain.ts";

const SILENT = new Set([
	"script",
	"style",
	"noscript",
	"template",
	"svg",
	"iframe",
	"object",
	"embed",
	"head",
	"title",
	"nav",
	"footer",
	"select",
	"button",
	"textarea",
]);
const OPEN_BLOCK =
	/^(?:address|article|aside|blockquote|caption|dd|div|dl|dt|fieldset|figcaption|figure|form|h[1-6]|header|hr|li|main|ol|p|pre|section|table|tbody|thead|tr|ul)$/;
/** Deeper nesting than a page has; what is deeper is left out. */
const DEEPEST = 1_000;

/**
 * The text of a page by its headings and paragraphs; nothing of scripts, styles, frames and attributes. With `hasPages`
 * its rules say where pages begin (see docx-pages.ts).
 */
export function htmlBlocks(html: string, { hasPages = false }: { hasPages?: boolean } = {}): Block[] {
	const blocks: Block[] = [];
	let text = "";
	let level = 0;
	let silent = 0;
	let depth = 0;
	const counter = pageCounter();
	const close = () => {
		const own = clean(text)
			.replace(/[^\S\n]+/g, " ")
			.replace(/ ?\n ?/g, "\n")
			.trim();
		if (own !== "") blocks.push({ text: own, level, page: hasPages ? counter.here() : null });
		text = "";
	};
	const parser = new Parser(
		{
			onopentag(name, attributes) {
				depth++;
				if (SILENT.has(name)) silent++;
				if (OPEN_BLOCK.test(name)) close();
				if (/^h[1-6]$/.test(name)) level = Number(name[1]);
				if (name === "br") text += "\n";
				if (name === "hr" && hasPages) counter.pass(attributes["data-break"] ?? "");
			},
			ontext(data) {
				if (silent === 0 && depth < DEEPEST) text += data.replace(/\s+/g, " ");
			},
			onclosetag(name) {
				depth--;
				if (SILENT.has(name)) silent = Math.max(0, silent - 1);
				if (name === "td" || name === "th") text += " | ";
				if (OPEN_BLOCK.test(name)) close();
				if (/^h[1-6]$/.test(name)) level = 0;
			},
		},
		{ decodeEntities: true, lowerCaseTags: true },
	);
	parser.write(html);
	parser.end();
	close();
	return blocks
		.map((block) => ({ ...block, text: block.text.replace(/(?:\s*\|\s*)+$/, "") }))
		.filter(({ text: own }) => own !== "");
}
