import type { ListColumn } from "../lists/columns.ts";
import type { Cell } from "../lists/list-queries.ts";

/** A cell as a file holds it: days and instants in ISO 8601, money in whole units, choices in words. */
export function fileCell(column: ListColumn, cell: Cell, locale = "en"): string | number | boolean | string[] | null {
	if (cell === null) return null;
	switch (column.kind) {
		case "instant":
			return new Date(Number(cell) * 1_000).toISOString();
		case "money": {
			const [cents, currency] = cell as [number | null, string];
			return cents === null ? null : `${wholeUnits(cents, currency, locale)} ${currency}`;
		}
		case "choice":
			return wordOf(column, String(cell));
		case "choices":
			return (cell as string[]).map((one) => wordOf(column, one));
		default:
			return cell as string | number | boolean | string[];
	}
}

/** A value of a file as one cell of CSV. */
export function csvValue(value: string | number | boolean | null | readonly string[]): string | number | null {
	if (typeof value === "boolean") return value ? "Yes" : "No";
	return value !== null && typeof value === "object" ? value.join("; ") : value;
}

function wordOf({ choices }: ListColumn, value: string): string {
	return choices?.[value] ?? value;
}

function wholeUnits(cents: number, currency: string, locale: string): string {
	const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat(locale, {
		style: "currency",
		currency,
	}).resolvedOptions();
	return (cents / 10 ** digits).toFixed(digits);
}
