import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { PDFDocument, StandardFonts } from "pdf-lib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEnv } from "#app/base/env.ts";
import { readInThread } from "#app/domain/knowledge/extraction/read-in-thread.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "ocr-"));
	process.env.OCR_PATH = `${folder}:/usr/bin:/bin`;
});
afterEach(() => {
	delete process.env.OCR_PATH;
	rmSync(folder, { recursive: true });
});

/** Stands in for tesseract: says how the picture it was given begins, then these words. */
function installOcr(words: string, code = 0): void {
	const program = path.join(folder, "tesseract");
	writeFileSync(
		program,
		`#!/bin/sh\nread kind\nread size\ncat > /dev/null\necho "$kind $size ${words} $*"\nexit ${code}\n`,
	);
	chmodSync(program, 0o755);
}

describe("scanned pages", () => {
	test("KB-1: a page that is a picture is read by OCR where tesseract is installed", async () => {
		installOcr("Tungsten lamps");
		const { passages, note, pages } = await readInThread(await scan(["A page of text", null]), "scan.pdf");
		expect({ note, pages }).toEqual({ note: "", pages: 2 });
		expect(passages.map(({ body }) => body)).toEqual([
			"A page of text",
			"P5 200 120 Tungsten lamps stdin stdout -l eng",
		]);
	});

	test("KB-1: scans are read in the languages that are set", async () => {
		installOcr("Wolfram");
		process.env.OCR_LANGUAGES = "deu+eng";
		try {
			const { passages } = await readInThread(await scan([null]), "scan.pdf");
			expect(passages.map(({ body }) => body)).toEqual(["P5 200 120 Wolfram stdin stdout -l deu+eng"]);
		} finally {
			delete process.env.OCR_LANGUAGES;
		}
		for (const wrong of ["english", "eng;rm", "-psm", "eng deu"])
			expect(() => readEnv({ OCR_LANGUAGES: wrong }), wrong).toThrow(/OCR_LANGUAGES/);
		expect(readEnv({ OCR_LANGUAGES: "chi_sim+eng" }).OCR_LANGUAGES).toBe("chi_sim+eng");
	});

	test("KB-1: where it is not installed, the document says which pages are missing and why", async () => {
		process.env.OCR_PATH = folder;
		const { passages, note } = await readInThread(await scan(["A page of text", null, "More text", null]), "scan.pdf");
		expect(passages.map(({ body }) => body)).toEqual(["A page of text", "More text"]);
		expect(note).toBe(
			"Pages 2, 4 are pictures without text of their own and could not be read: this server has no OCR (tesseract). Search does not find what stands there.",
		);
		await expect(readInThread(await scan([null]), "scan.pdf")).rejects.toThrow(
			/^No text was found in the PDF\. Page 1 is a picture .* no OCR \(tesseract\)/,
		);
	});

	test("KB-1: OCR that fails leaves its page out and says so; an empty page is none that is missing", async () => {
		installOcr("Noise", 1);
		const { note } = await readInThread(await scan(["A page of text", null, ""]), "scan.pdf");
		expect(note).toMatch(/^Page 2 is a picture without text of its own and could not be read by OCR\./);
		await expect(readInThread(await scan(["", ""]), "scan.pdf")).rejects.toThrow(/its pages are empty/);
	});
});

/** A PDF: text for a page of text, null for one that is a picture. */
async function scan(pages: readonly (string | null)[]): Promise<Buffer> {
	const made = await PDFDocument.create();
	const font = await made.embedFont(StandardFonts.Helvetica);
	const picture = await made.embedPng(png(200, 120));
	for (const text of pages) {
		const page = made.addPage([400, 300]);
		if (text === null) page.drawImage(picture, { x: 0, y: 0, width: 400, height: 240 });
		else if (text !== "") page.drawText(text, { x: 20, y: 250, size: 11, font });
	}
	return Buffer.from(await made.save());
}

/** A grey picture (PNG specification, 11.2): each row a filter byte and its points. */
function png(width: number, height: number): Buffer {
	const chunk = (type: string, data: Buffer) => {
		const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
		const size = Buffer.alloc(4);
		size.writeUInt32BE(data.length);
		const sum = Buffer.alloc(4);
		sum.writeUInt32BE(crc32(body));
		return Buffer.concat([size, body, sum]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head[8] = 8;
	const rows = Buffer.alloc((width + 1) * height, 200);
	for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
	const sign = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return Buffer.concat([sign, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
