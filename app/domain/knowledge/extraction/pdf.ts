import { getDocumentProxy } from "unpdf";
import type { Block } from "../rules/passages.ts";
import { hasOcr } from "./has-ocr.ts";
import { readScan } from "./ocr.ts";
import { clean } from "./plain.ts";
import { Unreadable } from "./unreadable.ts";

/** Pages of one file. */
const MOST_PAGES = 5_000;
/** Pages of scans are read one by one, some seconds each. */
const MOST_SCANS = 50;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type Item = { str: string; hasEOL: boolean; transform: number[]; height: number };
type Line = { text: string; y: number; height: number };

/**
 * The text of a PDF, page by page, with headings by their larger letters. Scanned pages by OCR where it is installed;
 * `note` says which were not read, or is empty.
 */
export async function pdfBlocks(bytes: Buffer): Promise<{ blocks: Block[]; pages: number; note: string }> {
	const pdf = await open(bytes);
	if (pdf.numPages > MOST_PAGES) {
		throw new Unreadable(
			`The PDF has ${pdf.numPages.toLocaleString("en")} pages; up to ${MOST_PAGES.toLocaleString("en")} are read. Split it.`,
		);
	}
	const lines: Line[][] = [];
	const unread: number[] = [];
	let looked = 0;
	for (let number = 1; number <= pdf.numPages; number++) {
		try {
			const page = await pdf.getPage(number);
			const { items } = await page.getTextContent();
			const own = linesOf(items as Item[]);
			page.cleanup();
			if (own.length === 0) {
				const { isScan, text } = looked < MOST_SCANS ? await readScan(pdf, number) : { isScan: true };
				if (isScan) looked++;
				if (isScan && !text) unread.push(number);
				own.push(...(text?.split("\n") ?? []).map((line, index) => ({ text: line, y: -12 * index, height: 10 })));
			}
			lines.push(own);
		} catch (cause) {
			throw new Unreadable(`Page ${number} of the PDF is damaged. Save it anew and upload it once more.`, { cause });
		}
	}
	const body = usualHeight(lines.flat());
	const blocks = lines.flatMap((own, index) => blocksOf(own, index + 1, body));
	return { blocks, pages: pdf.numPages, note: noteOf(unread, looked) };
}

/** Which pages are pictures that nobody read, and why: what is missing must not look as if it were not there. */
function noteOf(unread: readonly number[], looked: number): string {
	if (unread.length === 0) return "";
	const named = unread.slice(0, 12).join(", ") + (unread.length > 12 ? " and more" : "");
	const pages = unread.length === 1 ? `Page ${named} is a picture` : `Pages ${named} are pictures`;
	const what = `${pages} without text of ${unread.length === 1 ? "its" : "their"} own and could not be read`;
	if (!hasOcr()) return `${what}: this server has no OCR (tesseract). Search does not find what stands there.`;
	const bound = looked >= MOST_SCANS ? ` At most ${MOST_SCANS} scanned pages of one file are read.` : "";
	return `${what} by OCR.${bound} Search does not find what stands there.`;
}

async function open(bytes: Buffer): Promise<Pdf> {
	try {
		return await getDocumentProxy(new Uint8Array(bytes), {
			isEvalSupported: false,
			disableFontFace: true,
			verbosity: 0,
		} as never);
	} catch (cause) {
		if (cause instanceof Error && cause.name === "PasswordException") {
			throw new Unreadable("The PDF has a password. Save it without one and upload it once more.", { cause });
		}
		throw new Unreadable("The PDF is cut off or damaged. Save it anew and upload it once more.", { cause });
	}
}

function linesOf(items: readonly Item[]): Line[] {
	const lines: Line[] = [];
	let text = "";
	let place = { y: 0, height: 0 };
	const close = () => {
		const own = clean(text).replace(/\s+/g, " ").trim();
		if (own !== "") lines.push({ text: own, ...place });
		text = "";
	};
	for (const { str, hasEOL, transform, height } of items) {
		const y = transform?.[5] ?? 0;
		if (text !== "" && Math.abs(y - place.y) > Math.max(2, place.height * 0.6)) close();
		if (str.trim() !== "") {
			if (text === "") place = { y, height };
			else place.height = Math.max(place.height, height);
		}
		text += str;
		if (hasEOL) close();
	}
	close();
	return lines;
}

/** The height that most letters have. */
function usualHeight(lines: readonly Line[]): number {
	const letters = new Map<number, number>();
	for (const { text, height } of lines) {
		const rounded = Math.round(height * 2) / 2;
		letters.set(rounded, (letters.get(rounded) ?? 0) + text.length);
	}
	return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function blocksOf(lines: readonly Line[], page: number, body: number): Block[] {
	const blocks: Block[] = [];
	let text = "";
	const close = () => {
		if (text !== "") blocks.push({ text, level: 0, page });
		text = "";
	};
	for (const [index, line] of lines.entries()) {
		const isHeading = body > 0 && line.height > body * 1.15 && line.text.length < 150 && /\p{L}/u.test(line.text);
		if (isHeading) {
			close();
			blocks.push({ text: line.text, level: line.height > body * 1.5 ? 1 : 2, page });
			continue;
		}
		const gap = index === 0 ? 0 : lines[index - 1]!.y - line.y;
		if (gap < -1 || gap > Math.max(line.height, body, 6) * 1.8) close();
		// A word that was parted at the line's end is one again.
		text =
			/\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line.text)
				? text.slice(0, -1) + line.text
				: `${text}${text ? " " : ""}${line.text}`;
	}
	close();
	return blocks;
}
