import { beforeAll, describe, expect, test } from "vitest";
import { readRows } from "#app/domain/crm/imports/file/csv-rows.ts";
import { EncodingGuess, guessDelimiter, readHeadings } from "#app/domain/crm/imports/file/sniff-file.ts";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { SeenKeys } from "#app/domain/crm/imports/rows/seen-keys.ts";
import type { DelimiterName, Encoding } from "#app/domain/crm/imports/schema.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";
import { importText, pieces, upload } from "./files.ts";

const WIDE = (text: string) => Buffer.from(text, "utf16le");
const windows = (text: string) => Buffer.from(text.replaceAll("€", "\u0080"), "latin1");

async function cells(bytes: Buffer, encoding: Encoding, delimiter: DelimiterName, size = 7) {
	const all: string[][] = [];
	for await (const rows of readRows(pieces(bytes, size), { encoding, delimiter }))
		all.push(...rows.map((row) => row.cells));
	return all;
}

function guess(bytes: Buffer, size = 5): Encoding {
	const guessed = new EncodingGuess();
	for (let at = 0; at < bytes.length; at += size) guessed.look(bytes.subarray(at, at + size));
	return guessed.encoding;
}

describe("CRM-3 the encoding and the delimiter of a file", () => {
	const text = "name;price\r\nJosé Müller;5 €\r\n";
	test.each<[string, Buffer, Encoding]>([
		["UTF-8", Buffer.from(text), "utf-8"],
		["UTF-8 with a mark", Buffer.from(`\ufeff${text}`), "utf-8"],
		["Windows-1252", windows(text), "windows-1252"],
		["UTF-16 with a mark", WIDE(`\ufeff${text}`), "utf-16le"],
		["UTF-16 without a mark", WIDE(text), "utf-16le"],
		["big-endian UTF-16", WIDE(`\ufeff${text}`).swap16(), "utf-16be"],
	])("are guessed, and it is read so: %s", async (_name, bytes, encoding) => {
		expect(guess(bytes, encoding.startsWith("utf-16") ? 64 : 5)).toBe(encoding);
		expect(await guessDelimiter(bytes, encoding)).toBe("semicolon");
		expect(await cells(bytes, encoding, "semicolon")).toEqual([
			["name", "price"],
			["José Müller", "5 €"],
		]);
	});

	test("are told by the end of the file too: its first letter beyond ASCII may come late", () => {
		const long = "name\n".repeat(10_000);
		expect(guess(Buffer.concat([Buffer.from(long), Buffer.from("Müller")]), 999)).toBe("utf-8");
		expect(guess(Buffer.concat([Buffer.from(long), windows("Müller")]), 999)).toBe("windows-1252");
		// A character cut in two at the very end is none.
		expect(guess(Buffer.from([0x61, 0xc3]))).toBe("windows-1252");
	});

	test.each<[DelimiterName, string]>([
		["comma", 'a,b\n"1;2;3",2\n'],
		["tab", "a\tb, c\n1\t2, 3\n"],
		["bar", "a|b|c\n1|2|3\n"],
		["comma", "email\na@b.test\n"],
	])("a %s", async (name, bytes) => {
		expect(await guessDelimiter(Buffer.from(bytes), "utf-8")).toBe(name);
	});
});

test("CRM-3 reading goes on at the end of any row, in every encoding, and finds the rest as it was", async () => {
	const text = '\ufeffa,b\r\n1,"two\r\nlines"\n\n\n"q ""u""",5" pipe\r3,é,x\r\n';
	for (const [encoding, bytes] of [
		["utf-8", Buffer.from(text)],
		["utf-16le", WIDE(text)],
		["utf-16be", WIDE(text).swap16()],
		["windows-1252", windows(text.slice(1))],
	] as const) {
		const all = [];
		for await (const rows of readRows(pieces(bytes, 5), { encoding, delimiter: "comma" })) all.push(...rows);
		expect(all.map((row) => row.cells)).toEqual([
			["a", "b"],
			["1", "two\r\nlines"],
			['q "u"', '5" pipe'],
			["3", "é", "x"],
		]);
		expect(all.map((row) => row.line)).toEqual([1, 2, 5, 6]);
		for (const [at, from] of all.entries()) {
			const rest = [];
			for await (const rows of readRows(
				pieces(bytes.subarray(from.end), 3),
				{ encoding, delimiter: "comma" },
				{ byte: from.end, line: from.line },
			))
				rest.push(...rows);
			expect(rest).toEqual(all.slice(at + 1));
		}
	}
});

test("CRM-3 a quotation mark that is never closed ends the file there; the rows before it are read", async () => {
	const rows = readRows(pieces('a,b\n1,2\n3,"open\n'), { encoding: "utf-8", delimiter: "comma" });
	const first = await rows.next();
	expect(first.value).toEqual([
		expect.objectContaining({ cells: ["a", "b"] }),
		expect.objectContaining({ cells: ["1", "2"] }),
	]);
	expect((await rows.next()).value).toMatchObject({ line: 3, broken: expect.stringContaining("never closed") });
	// Not even when megabytes follow.
	const long = readRows(pieces(`a\n"${"x".repeat(3_000_000)}`, 65_536), { encoding: "utf-8", delimiter: "comma" });
	for (let turn = await long.next(); ; turn = await long.next()) {
		if (!turn.done) continue;
		expect(turn.value).toMatchObject({ line: 2 });
		break;
	}
});

test("CRM-3 the same heading twice stays two columns", async () => {
	const bytes = Buffer.from("Email,Email, \na,b,c\n");
	expect(await readHeadings(bytes, "utf-8", "comma")).toEqual({
		headings: ["Email", "Email", ""],
		samples: [["a", "b", "c"]],
	});
});

test("CRM-3 a preview's keys are told apart, a hundred thousand of them", () => {
	const seen = new SeenKeys();
	let wrong = 0;
	for (let at = 0; at < 100_000; at++) {
		const key = `email person-${at}@example.test`;
		if (seen.has(key)) wrong++;
		seen.add(key);
		if (!seen.has(key)) wrong++;
	}
	expect(wrong).toBe(0);
});

describe("CRM-3 what is no CSV file", () => {
	beforeAll(async () => {
		await openTestHouse();
	});
	test.each<[string, Buffer, number, string]>([
		["an empty file", Buffer.alloc(0), 422, "empty"],
		["headings alone", Buffer.from("email,name\n"), 422, "no rows"],
		["blank headings", Buffer.from(",,\na,b,c\n"), 422, "headings"],
		["an Excel workbook", Buffer.from("PK\u0003\u0004xyz"), 415, "Excel"],
		["a PDF", Buffer.from("%PDF-1.7 …"), 415, "PDF"],
		["a web page", Buffer.from("\n<!DOCTYPE html><p>"), 415, "web page"],
		["JSON", Buffer.from('[{"a": 1}]'), 415, "JSON"],
		["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 415, "text"],
		["bytes", Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 7) % 256)), 415, "text"],
		["five hundred and one columns", Buffer.from(`${"a,".repeat(500)}b\n1\n`), 422, "500 columns"],
	])("is refused with words, and nothing of it is kept: %s", async (_name, bytes, status, words) => {
		const org = await makeOrg();
		await expect(upload(org, bytes)).rejects.toMatchObject({ status, message: expect.stringContaining(words) });
		expect(await as(org, "user", (ctx) => ctx.db.selectFrom("files").select("id").execute())).toEqual([]);
	});

	test("a lone NUL is a matter of its row", async () => {
		expect(await upload(await makeOrg(), "email,name\na@b.test,A\0nn\n")).toEqual(expect.any(String));
	});
});

test("CRM-3 of two columns of one heading each is remembered as its own", async () => {
	const org = await makeOrg();
	const text = "E-Mail,Tel,Tel\nann@example.test,+12065550100,+12065550109\n";
	const first = await importText(org, text, { mapping: ["email", "phone", ""] });
	expect(first.done.params.mapping).toEqual(["email", "phone", ""]);
	const again = await upload(org, text);
	expect((await as(org, "user", (ctx) => getImport(ctx, again))).params.mapping).toEqual(["email", "phone", ""]);
	await importText(org, text, { mapping: ["email", "", "phone"] });
	const third = await upload(org, text);
	expect((await as(org, "user", (ctx) => getImport(ctx, third))).params.mapping).toEqual(["email", "", "phone"]);
});
