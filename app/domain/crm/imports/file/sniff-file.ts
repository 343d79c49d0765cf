import { isUtf8 } from "node:buffer";
import { AppError, invalid } from "#app/base/errors.ts";
import { DELIMITER_NAMES, type DelimiterName, type Encoding } from "../schema.ts";
import { readRows } from "./csv-rows.ts";

/** How many of the first rows are shown beside the headings. */
const SAMPLES = 3;
const MOST_COLUMNS = 500;

export type Headings = { headings: string[]; samples: string[][] };

/** What files that are no CSV begin with, a byte to a character, and what to do about them. */
const OTHERS: [readonly string[], string][] = [
	[["PK\u0003\u0004"], "This is an Excel workbook or a zip file. Save it as CSV and choose that file."],
	[["\u00d0\u00cf\u0011\u00e0"], "This is an old Excel workbook. Save it as CSV and choose that file."],
	[["%PDF"], "This is a PDF. Choose a CSV file."],
	[["<!doctype", "<html", "<?xml"], "This is a web page or an XML file. Choose a CSV file."],
	[["\u0089PNG", "\u00ff\u00d8\u00ff", "GIF8", "RIFF", "\u001f\u008b"], "This is no text. Choose a CSV file."],
	[['{"', "[{", '["'], "This is JSON. Choose a CSV file."],
];

/** Throws 415, with words, for what cannot be a CSV file by its beginning; 422 for an empty one. */
export function refuseOthers(start: Buffer): void {
	if (start.length === 0)
		throw invalid("The file is empty. Choose one with a row of headings and a row for each contact.");
	const text = start.subarray(0, 200).toString("latin1").trimStart();
	const other = OTHERS.find(([starts]) =>
		starts.some((one) => text.slice(0, one.length).toLowerCase() === one.toLowerCase()),
	);
	if (other) throw new AppError(415, "not-a-csv-file", other[1]);
	if (guessWide(start)) return;
	const zeros = start.filter((byte) => byte < 9).length;
	if (zeros > Math.max(8, start.length / 50))
		throw new AppError(415, "not-a-csv-file", "This is no text. Choose a CSV file.");
}

/** UTF-16 by its mark, or by every other byte being zero as in the text of Western languages. */
function guessWide(start: Buffer): "utf-16le" | "utf-16be" | undefined {
	if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
	if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
	const pairs = Math.floor(Math.min(start.length, 4_000) / 2);
	let even = 0;
	let odd = 0;
	for (let at = 0; at < pairs; at++) {
		if (start[2 * at] === 0) even++;
		if (start[2 * at + 1] === 0) odd++;
	}
	if (pairs > 2 && odd > pairs * 0.6 && even < pairs * 0.1) return "utf-16le";
	if (pairs > 2 && even > pairs * 0.6 && odd < pairs * 0.1) return "utf-16be";
	return undefined;
}

/** Looks at a file while it comes in: whether its bytes are UTF-8 to the end, which its beginning does not tell. */
export class EncodingGuess {
	#wide: Encoding | undefined;
	#isUtf8 = true;
	#rest: Buffer = Buffer.alloc(0);
	#isFirst = true;

	look(piece: Buffer): void {
		if (this.#isFirst) this.#wide = guessWide(piece);
		this.#isFirst = false;
		if (this.#wide || !this.#isUtf8) return;
		const all = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : piece;
		const cut = all.length - openBytes(all);
		this.#rest = Buffer.from(all.subarray(cut));
		this.#isUtf8 = isUtf8(all.subarray(0, cut));
	}

	get encoding(): Encoding {
		return this.#wide ?? (this.#isUtf8 && this.#rest.length === 0 ? "utf-8" : "windows-1252");
	}
}

/** How many bytes at the end begin a character that goes on in the next piece (RFC 3629, 3). */
function openBytes(bytes: Buffer): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back]!;
		if ((byte & 0xc0) === 0x80) continue;
		const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
		return length > back ? back : 0;
	}
	return 0;
}

/** The delimiter by which the first rows have most columns, and the same number of them; a comma when none has. */
export async function guessDelimiter(start: Buffer, encoding: Encoding): Promise<DelimiterName> {
	let best: { name: DelimiterName; score: number } = { name: "comma", score: 0 };
	// The rarer first: commas stand in the cells of a file of tabs, and hardly a tab in one of commas.
	for (const name of DELIMITER_NAMES.toReversed()) {
		const rows = await firstRows(start, encoding, name, 30);
		const width = rows[0]?.length ?? 0;
		const alike = rows.filter((cells) => cells.length === width).length;
		const score = width > 1 && rows.length > 0 ? (alike / rows.length) * Math.min(width, 20) : 0;
		if (score > best.score) best = { name, score };
	}
	return best.name;
}

/** The row of headings and the first rows after it. Throws 422 for a file without either, or of too many columns. */
export async function readHeadings(start: Buffer, encoding: Encoding, delimiter: DelimiterName): Promise<Headings> {
	const [headings, ...samples] = await firstRows(start, encoding, delimiter, SAMPLES + 1);
	if (!headings?.some((heading) => heading.trim() !== "")) throw invalid("The file has no row of headings.");
	if (samples.length === 0)
		throw invalid("The file has headings and no rows under them, so there is nothing to import.");
	if (headings.length > MOST_COLUMNS) throw invalid("The file has more than 500 columns. Take some out and try again.");
	const short = (text: string) => text.replaceAll("\0", "").trim().slice(0, 100);
	return { headings: headings.map(short), samples: samples.map((cells) => cells.slice(0, headings.length).map(short)) };
}

/** The first rows, the headings among them. */
export async function firstRows(
	start: Buffer,
	encoding: Encoding,
	delimiter: DelimiterName,
	most: number,
): Promise<string[][]> {
	const found: string[][] = [];
	const pieces = (async function* () {
		yield start;
	})();
	for await (const rows of readRows(pieces, { encoding, delimiter })) {
		found.push(...rows.slice(0, most - found.length).map(({ cells }) => cells));
		if (found.length >= most) break;
	}
	return found;
}
