import { readNumber } from "#app/base/words/number-text.ts";
import type { Decimals } from "../schema.ts";

/**
 * How the numbers of these columns are written, by what can be read in one way only: "1,5" and "1.000,50" have a comma
 * before their decimals. Undefined where nothing tells it, or the file itself is not of one mind.
 */
export function guessDecimals(
	rows: readonly (readonly string[])[],
	columns: readonly number[],
): Exclude<Decimals, "plain"> | undefined {
	const told = new Set<"point" | "comma">();
	for (const cells of rows) {
		for (const column of columns) {
			const cell = (cells[column] ?? "").trim();
			const number = cell.replace(/^[^\d+-]{1,4}|[^\d]{1,4}$/g, "").trim();
			if (/[.,]/.test(number)) for (const mark of marksOf(number)) told.add(mark);
		}
	}
	const [only, other] = [...told];
	return other ? undefined : only;
}

function marksOf(number: string): ("point" | "comma")[] {
	const fitting = (["point", "comma"] as const).filter((mark) => "plain" in readNumber(number, mark));
	return fitting.length === 1 ? fitting : [];
}
