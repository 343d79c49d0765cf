import { stringify } from "csv-stringify/sync";

type Cell = string | number | null;

/**
 * Rows of a CSV file (RFC 4180, lines end with CR LF). What a spreadsheet would run as a formula (it begins with
 * = + - @, a tab or a carriage return; OWASP, "CSV Injection") is made text by an apostrophe in front; numbers and phone
 * numbers run nothing and are left as they are.
 */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
	return stringify(
		rows.map((cells) => cells.map((cell) => (typeof cell === "string" ? escapeFormula(cell) : cell))),
		{ record_delimiter: "\r\n" },
	);
}

const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const PLAIN_NUMBER = /^[+-]?\(?\d[\d\s().,-]*$/;

function escapeFormula(cell: string): string {
	return FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/** A cell as it was before `csvLines` made it safe, for a file that comes back. */
export function withoutApostrophe(cell: string): string {
	return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}
