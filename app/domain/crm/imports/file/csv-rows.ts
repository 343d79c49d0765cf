import { CsvError, parse } from "csv-parse";
import { type Delimiter, delimiterOf, type Encoding, type ImportSettings } from "../schema.ts";

/** `line`: the row's number as a spreadsheet counts, headings being row 1. `end`: the byte where the next one begins. */
export type CsvRow = { line: number; end: number; cells: string[] };

/** Why the rest of a file cannot be read, as its own last row. */
export type CsvBreak = { line: number; end: number; broken: string };

/** What one row may have, in bytes: past it a quotation mark was opened and never closed. */
const LONGEST_ROW = 1024 * 1024;

/**
 * The rows of a CSV file (RFC 4180, and what is met besides), a list for each piece of bytes that comes in. `from` is
 * where the bytes begin in the file and the number of the row before. Rows may be ragged, quotation marks stand inside
 * cells, ends of lines be mixed; empty lines are counted and left out. What cannot be read ends the file with a break.
 */
export async function* readRows(
	bytes: AsyncIterable<Buffer>,
	{ encoding, delimiter }: Pick<ImportSettings, "encoding" | "delimiter">,
	from: { byte: number; line: number } = { byte: 0, line: 0 },
): AsyncGenerator<CsvRow[], CsvBreak | undefined> {
	const reader = openReader(encoding, delimiterOf(delimiter), from);
	for await (const piece of inSlices(encoding === "utf-16be" ? swapped(bytes) : bytes)) {
		reader.write(piece);
		if (reader.rows.length > 0) yield reader.rows.splice(0);
		if (reader.error()) break;
	}
	await reader.end();
	if (reader.rows.length > 0) yield reader.rows.splice(0);
	const error = reader.error();
	if (!error) return undefined;
	if (!(error instanceof CsvError)) throw error;
	return { line: reader.line() + 1, end: Number.MAX_SAFE_INTEGER, broken: BREAK };
}

const BREAK =
	"A quotation mark is opened here and never closed, so this row and everything after it could not be read.";

/** The parser as a sink: its records are taken as they are made, so nothing waits in a stream when it fails. */
function openReader(encoding: Encoding, delimiter: Delimiter, from: { byte: number; line: number }) {
	const rows: CsvRow[] = [];
	let failed: Error | undefined;
	let line = from.line;
	const parser = parse({
		delimiter,
		encoding: encoding.startsWith("utf-16") ? "utf16le" : encoding === "utf-8" ? "utf8" : "latin1",
		bom: from.byte === 0,
		record_delimiter: ["\r\n", "\n", "\r"],
		relax_column_count: true,
		relax_quotes: true,
		skip_empty_lines: true,
		max_record_size: LONGEST_ROW,
		on_record: (record: string[], context) => {
			line = from.line + context.records + context.empty_lines;
			const cells = encoding === "windows-1252" ? record.map(fromWindows) : record;
			rows.push({ line, end: from.byte + context.bytes, cells });
			return null;
		},
	});
	const closed = new Promise<void>((resolve) => parser.once("close", resolve));
	parser.on("error", (error) => {
		failed ??= error;
	});
	parser.resume();
	return {
		rows,
		write: (piece: Buffer) => void (failed || parser.write(piece)),
		async end() {
			if (failed) return;
			parser.end();
			await closed;
		},
		error: () => failed,
		line: () => line,
	};
}

/** Read at a time: some milliseconds, after which others in this process have their turn. */
const SLICE_BYTES = 64 * 1024;

async function* inSlices(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	for await (const piece of bytes) {
		for (let at = 0; at < piece.length; at += SLICE_BYTES) {
			await new Promise((resolve) => setImmediate(resolve));
			yield piece.subarray(at, at + SLICE_BYTES);
		}
	}
}

/** Big-endian pairs of bytes made little-endian; as many bytes as came in, so places in the file stay true. */
async function* swapped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let odd: Buffer = Buffer.alloc(0);
	for await (const piece of bytes) {
		const all = Buffer.concat([odd, piece]);
		const even = all.length - (all.length % 2);
		odd = all.subarray(even);
		yield Buffer.from(all.subarray(0, even)).swap16();
	}
}

/** What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters (WHATWG Encoding, windows-1252). */
const WINDOWS = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 32 }, (_, at) => 0x80 + at));

function fromWindows(cell: string): string {
	return cell.replace(/[\u0080-\u009f]/g, (character) => WINDOWS[character.charCodeAt(0) - 0x80]!);
}
