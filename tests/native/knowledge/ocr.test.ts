import { PDFDocument, StandardFonts } from "pdf-lib";
import { describe, expect, test } from "vitest";
import { hasOcr } from "#app/domain/knowledge/extraction/has-ocr.ts";
import { readInThread } from "#app/domain/knowledge/extraction/read-in-thread.ts";
import { pictureOf } from "./picture-of-words.ts";

const installed = hasOcr();
if (!installed) console.warn("skipped: tesseract is not installed here (bash scripts/tesseract.sh)");

describe("scanned pages and the real tesseract", () => {
	test.skipIf(!installed)("KB-1: a scanned page is read by tesseract itself, beside a page of text", async () => {
		const { png, width, height } = pictureOf(["THE CAR FOR A MONTH"]);
		const made = await PDFDocument.create();
		const font = await made.embedFont(StandardFonts.Helvetica);
		made.addPage([400, 300]).drawText("A page of text.", { x: 20, y: 250, size: 12, font });
		const scan = made.addPage([width / 2, height / 2]);
		scan.drawImage(await made.embedPng(png), { x: 0, y: 0, width: width / 2, height: height / 2 });
		const { passages, pages, note } = await readInThread(Buffer.from(await made.save()), "scan.pdf");
		expect({ pages, note }).toEqual({ pages: 2, note: "" });
		const text = passages.map(({ heading, body }) => `${heading} ${body}`).join(" ");
		expect(text).toContain("A page of text.");
		for (const word of ["CAR", "FOR", "MONTH"]) expect(text.toUpperCase()).toContain(word);
	});
});
