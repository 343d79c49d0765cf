import { readNumber } from "#app/base/words/number-text.ts";
import { withoutApostrophe } from "../../exports/csv-lines.ts";
import { parseFieldValue } from "../../fields/rules.ts";
import type { CustomField } from "../../fields/schema.ts";
import type { Given, ImportKind, Reader, RowValues } from "../kinds/kind.ts";
import { short, twoWays } from "../kinds/readers.ts";
import { readDay } from "./read-day.ts";

/** `blank`: a row without anything in it, which is passed over. */
export type RowReading = { values: RowValues } | { reason: string } | { blank: true };

/** Reads rows by an import's settings: pure, and once prepared quick, for files of a million rows. */
export function openRowReader(
	kind: ImportKind,
	{ mapping, columns }: { mapping: readonly string[]; columns: number },
	fields: readonly CustomField[],
	given: Given,
): (cells: readonly string[]) => RowReading {
	const readers = mapping.map((target) => readerOf(kind, target, fields, given));
	return (cells) => {
		if (cells.every((cell) => cell.trim() === "")) return { blank: true };
		const extra = cells.slice(columns).some((cell) => cell.trim() !== "");
		if (extra) return { reason: `The row has ${cells.length} cells and there are ${columns} headings.` };
		const values: RowValues = { columns: {}, fresh: {}, words: {}, tags: [], fields: {}, missing: [] };
		// All that is wrong with a row at once, so that it is corrected once.
		const reasons: string[] = [];
		for (const [at, read] of readers.entries()) {
			if (!read) continue;
			const cell = withoutApostrophe((cells[at] ?? "").toWellFormed().trim());
			if (cell.includes("\0")) return { reason: "The row holds a character that cannot be kept (number zero)." };
			const reason = read(cell, values);
			if (reason) reasons.push(reason);
		}
		const reason = kind.finish?.(values, given);
		if (reason) reasons.push(reason);
		// A name that could not be read is not a name that is missing.
		if (reasons.length === 0 && !values.id && !isNamed(kind, values))
			return { reason: `The row has ${kind.naming.words}.` };
		return reasons.length > 0 ? { reason: reasons.join(" ") } : { values };
	};
}

/** Whether a record of these columns can be told from others. */
export function isNamed({ naming }: ImportKind, { columns }: Pick<RowValues, "columns">): boolean {
	return naming.columns.some((column) => columns[column]);
}

function readerOf(kind: ImportKind, target: string, fields: readonly CustomField[], given: Given): Reader | undefined {
	if (!target.startsWith("field:")) return kind.targets[target]?.read(given);
	const field = fields.find(({ id }) => target === `field:${id}`);
	return field && ((cell, into) => readField(field, cell, { into, given }));
}

/** A cell as fields are written everywhere: days and numbers in the way that was chosen for the file. */
function readCell(
	{ kind }: CustomField,
	cell: string,
	{ dates, decimals }: Given["settings"],
): { text: string } | { reason: string } {
	if (kind === "date") {
		const read = readDay(cell, dates);
		return "reason" in read ? read : { text: read.day };
	}
	if (kind !== "number") return { text: cell };
	const read = readNumber(cell, decimals);
	if ("plain" in read) return { text: read.plain };
	if (read.wrong === "two-ways") return { reason: twoWays(cell) };
	const isOther = decimals !== "plain" && "plain" in readNumber(cell, "plain");
	return isOther
		? { reason: `“${short(cell)}” does not fit how the numbers of this file are written, as was chosen for it.` }
		: { text: cell };
}

function readField(
	field: CustomField,
	cell: string,
	{ into, given }: { into: RowValues; given: Given },
): string | undefined {
	if (cell === "") {
		if (field.required) into.missing.push(field.label);
		return undefined;
	}
	const read = readCell(field, cell, given.settings);
	if ("reason" in read) return `${field.label}: ${read.reason}`;
	const parsed = parseFieldValue(field, read.text);
	if ("error" in parsed) return `${field.label}: ${parsed.error}`;
	if (parsed.value !== null) into.fields[field.id] = parsed.value;
	return undefined;
}
