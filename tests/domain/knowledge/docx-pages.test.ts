import { describe, expect, test } from "vitest";
import { readInThread } from "#app/domain/knowledge/extraction/read-in-thread.ts";
import { docx } from "./files.ts";

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
/** So many words that a passage is closed where a page ends. */
const LONG = Array.from({ length: 70 }, (_, index) => `word${index}`).join(" ");
const paragraph = (words: string, before = "", properties = "") =>
	`<w:p>${properties}<w:r>${before}<w:t>${words} ${LONG}</w:t></w:r></w:p>`;
const RENDERED = "<w:lastRenderedPageBreak/>";
const BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';

async function pagesOf(body: string) {
	const file = docx([], {
		"word/document.xml": `<?xml version="1.0"?><w:document ${W}><w:body>${body}</w:body></w:document>`,
	});
	const { passages, pages } = await readInThread(file, "letter.docx");
	return { pages, found: passages.map(({ body: text, page }) => [text.split(" ")[0], page]) };
}

describe("pages of Word documents", () => {
	test("KB-1 KB-3: a page is named where Word stored that one began, also within a paragraph", async () => {
		const split = `<w:p><w:r><w:t>beta ${LONG} </w:t></w:r><w:r>${RENDERED}<w:t>gamma ${LONG}</w:t></w:r></w:p>`;
		expect(
			await pagesOf(paragraph("alpha") + paragraph("beta0", RENDERED) + split + paragraph("delta", RENDERED)),
		).toEqual({
			pages: 4,
			found: [
				["alpha", 1],
				["beta0", 2],
				["gamma", 3],
				["delta", 4],
			],
		});
	});

	test("KB-1: a break by hand that Word laid out too is one page, and two by hand are two", async () => {
		const both = await pagesOf(paragraph("alpha") + BREAK + paragraph("beta", RENDERED));
		expect(both).toEqual({
			pages: 2,
			found: [
				["alpha", 1],
				["beta", 2],
			],
		});
		const byHand = await pagesOf(paragraph("alpha") + BREAK + BREAK + paragraph("beta"));
		expect(byHand.found).toEqual([
			["alpha", 1],
			["beta", 3],
		]);
		const before = await pagesOf(paragraph("alpha") + paragraph("beta", "", "<w:pPr><w:pageBreakBefore/></w:pPr>"));
		expect(before.found).toEqual([
			["alpha", 1],
			["beta", 2],
		]);
		const off = '<w:pPr><w:pageBreakBefore w:val="0"/></w:pPr>';
		expect((await pagesOf(paragraph("alpha") + paragraph("beta", "", off))).pages).toBeNull();
	});

	test("KB-1: without breaks no page is made up, and signs in a text are none", async () => {
		expect(await pagesOf(paragraph("alpha") + paragraph("beta\uE010 &#xE011;"))).toMatchObject({
			pages: null,
			found: [["alpha", null]],
		});
	});
});
