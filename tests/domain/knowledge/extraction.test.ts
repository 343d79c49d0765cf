import { describe, expect, test } from "vitest";
import { readInThread } from "#app/domain/knowledge/extraction/read-in-thread.ts";
import { docx, encryptedPdf, pdf, zip } from "./files.ts";

const read = (bytes: Buffer, name: string) => readInThread(bytes, name);
const reason = (bytes: Buffer, name: string) =>
	read(bytes, name).then(
		() => "it was read",
		(error: Error) => `${error.name}: ${error.message}`,
	);

describe("reading a file", () => {
	test("KB-1: a PDF is read by page and heading", async () => {
		const bytes = await pdf([
			[
				[20, "Care of coatings"],
				[10, "Keep the vehicle dry for a day, and do not"],
				[10, "wash it for seven."],
			],
			[
				[20, "Warranty"],
				[10, "Peeling is covered."],
			],
		]);
		const { kind, pages, passages, title } = await read(bytes, "care.bin");
		expect({ kind, pages, title }).toEqual({ kind: "pdf", pages: 2, title: null });
		expect(passages.map(({ page, heading, body }) => [page, heading, body])).toEqual([
			[1, "Care of coatings", "Keep the vehicle dry for a day, and do not wash it for seven."],
			[2, "Warranty", "Peeling is covered."],
		]);
	});

	test("KB-1: Word, HTML, Markdown, CSV and text in old encodings are read", async () => {
		const word = await read(docx(["# Discounts", "Ten per cent for fleets."]), "x.pdf");
		expect(word).toMatchObject({
			kind: "docx",
			passages: [{ heading: "Discounts", body: "Ten per cent for fleets." }],
		});
		const page =
			"<!doctype html><title>x</title><h1>Hours</h1><script>alert(1)</script><p onclick=x>Open at <b>eight</b>.</p>";
		const html = await read(Buffer.from(page), "notes.txt");
		expect(html).toMatchObject({ kind: "html", passages: [{ heading: "Hours", body: "Open at eight." }] });
		const markdown = await read(
			Buffer.from("# One\n\nSee [the list](javascript:alert(1)).\n\n## Two\n\n**Bold** words"),
			"a.md",
		);
		expect(markdown.passages.map(({ heading, body }) => [heading, body])).toEqual([
			["One", "See the list)."],
			["One › Two", "Bold words"],
		]);
		const csv = await read(Buffer.from("Name;Price\nTint;200\nWrap;3,000\n"), "prices.csv");
		expect(csv.passages[0]!.body).toBe("Name: Tint; Price: 200\n\nName: Wrap; Price: 3,000");
		const latin = await read(Buffer.from("Caf\xe9 und K\xfcche", "latin1"), "a.txt");
		expect(latin.passages[0]!.body).toBe("Café und Küche");
	});

	test("KB-1: what cannot be read says why, and the process lives", async () => {
		const whole = await pdf([[[10, "Some text of a page"]]]);
		expect(await reason(encryptedPdf(), "a.pdf")).toMatch(/^Unreadable: The PDF has a password/);
		expect(await reason(whole.subarray(0, 300), "a.pdf")).toMatch(/^Unreadable: The PDF is cut off or damaged/);
		expect(await reason(await pdf([[]]), "a.pdf")).toMatch(/^Unreadable: No text was found/);
		expect(await reason(docx(["x"]).subarray(0, 400), "a.docx")).toMatch(/cut off or damaged/);
		expect(await reason(zip({ "a.txt": "x" }), "a.docx")).toMatch(/packed archive/);
		expect(await reason(zip({ "word/document.xml": "<no>" }), "a.docx")).toMatch(/damaged/);
		expect(await reason(Buffer.from("MZ\x90\x00\x03"), "a.pdf")).toMatch(/program/);
		expect(await reason(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), "a.docx")).toMatch(/old Office file/);
		expect(await reason(Buffer.alloc(0), "a.txt")).toMatch(/empty/);
		expect(await reason(Buffer.from("  \n\n "), "a.txt")).toMatch(/No text was found in the file/);
		const eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
		expect(await reason(Buffer.from(eicar), "a.txt")).toMatch(/malware/);
	});

	test("KB-1: a Word document that unpacks to far more than its size is refused before it is unpacked", async () => {
		const bomb = docx(["Harmless"], { "word/footnotes.xml": Buffer.alloc(60 * 1024 * 1024, 32) });
		expect(bomb.length).toBeLessThan(100_000);
		expect(await reason(bomb, "a.docx")).toMatch(/unpacks to far more/);
	});

	test("KB-1: an archive that lies about what it unpacks to ends in its own thread", async () => {
		const bomb = docx(["Harmless"], { "word/document.xml": Buffer.alloc(150 * 1024 * 1024, 32) });
		const honest = Buffer.alloc(4);
		honest.writeUInt32LE(150 * 1024 * 1024);
		for (let at = bomb.indexOf(honest); at >= 0; at = bomb.indexOf(honest, at)) bomb.writeUInt32LE(2_000, at);
		const began = performance.now();
		expect(await reason(bomb, "a.docx")).toMatch(/^Unreadable: /);
		expect(performance.now() - began).toBeLessThan(60_000);
		expect((await read(Buffer.from("Still here."), "a.txt")).passages).toHaveLength(1);
	});

	test("KB-1: a file that takes too long ends its thread and nothing else", async () => {
		const bytes = Buffer.from("<p>".repeat(20_000) + "x ".repeat(3_000_000));
		const limits = { longestMs: 1, heapMb: 512, growthBytes: 1e10 };
		await expect(readInThread(bytes, "a.html", undefined, limits)).rejects.toThrow(/more time or memory/);
		expect((await read(Buffer.from("Still here."), "a.txt")).passages).toHaveLength(1);
	});
});
