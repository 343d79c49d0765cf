import { minorAsText } from "#app/base/words/money-text.ts";
import { showFieldValue } from "../../fields/rules.ts";
import type { CustomField, FieldValue } from "../../fields/schema.ts";
import type { Columns, ImportKind, RowValues } from "../kinds/kind.ts";
import type { Change, Known, Planned } from "../rows/plan-rows.ts";
import type { ImportParams, PreviewRow } from "../schema.ts";
import { fieldOf } from "./field-of.ts";
import { countIn } from "./lists.ts";

type Of = { kind: ImportKind; fields: readonly CustomField[]; params: Pick<ImportParams, "mapping"> };

/** A planned row as the preview keeps it: what the file says, whom it changes and how, and what its numbers become. */
export function previewRow({ row, verdict, reason, change, other }: Planned, of: Of): PreviewRow {
	const isHere = verdict === "updated" || change?.isEntry;
	return {
		...{ line: row.line, verdict, cells: row.cells.slice(0, 100).map(short) },
		...(reason ? { reason } : {}),
		...(change && isHere ? told(change, row, of) : {}),
		...(other ? { shares: nameOf(other, {}) } : {}),
		...("values" in row.reading ? { read: numbersOf(row.reading.values, of) } : {}),
	};
}

const short = (cell: string) => cell.replaceAll("\0", "\uFFFD").toWellFormed().slice(0, 100);

function told(change: Change, row: Planned["row"], of: Of): Partial<PreviewRow> {
	const { currency } = change.known.columns;
	return {
		...{ record: nameOf(change.known, change.before), changes: changesOf(change, row, of) },
		...(typeof currency === "string" ? { currency } : {}),
	};
}

/** What a record was called before its row; without an id where an earlier row of the file makes it. */
function nameOf({ id, isNew, columns }: Known, before: Columns): { id?: string; name: string } {
	const { name, first_name, last_name, email, phone } = { ...columns, ...before };
	const person = [first_name, last_name].filter(Boolean).join(" ");
	return { name: String(name || person || email || phone || "No name"), ...(isNew ? {} : { id }) };
}

/** As events tell of changes, so that they are said in the same words: field -> before, after. */
function changesOf(change: Change, row: Planned["row"], { kind, fields }: Of): NonNullable<PreviewRow["changes"]> {
	const changes: NonNullable<PreviewRow["changes"]> = {};
	const account = "values" in row.reading ? row.reading.values.account : undefined;
	for (const [column, after] of Object.entries(change.after)) {
		const field = fieldOf(kind.type, column) ?? kind.figures?.names[column];
		const before = change.before[column] ?? null;
		if (!field) continue;
		if (kind.columns[column]?.list) changes[field] = [countIn(before), countIn(after)];
		// An account that the import makes has no name yet that could be looked up.
		else changes[field] = [before, column === "account_id" ? (account ?? after) : after];
	}
	for (const [id, after] of Object.entries(change.fieldsAfter)) {
		const field = fields.find((one) => one.id === id);
		const say = (value: FieldValue) => (field ? showFieldValue(field, value) : String(value ?? ""));
		changes[`field:${id}`] = [say(change.fieldsBefore[id] ?? null), say(after)];
	}
	if (change.tags.length > 0) changes.tagsAdded = [null, change.tags];
	return changes;
}

/** What the cells of numbers and amounts are read as, by their place in the row. */
function numbersOf(values: RowValues, { kind: { targets }, fields, params: { mapping } }: Of): Record<string, string> {
	const read: Record<string, string> = {};
	for (const [at, target] of mapping.entries()) {
		const field = fields.find(({ id, kind }) => kind === "number" && target === `field:${id}`);
		const value = field && values.fields[field.id];
		if (typeof value === "number") read[at] = String(value);
		const column = targets[target]?.number;
		const number = column === undefined ? undefined : values.columns[column];
		if (column === undefined || typeof number !== "number") continue;
		const { currency } = values.columns;
		read[at] = column.endsWith("_cents") ? `${minorAsText(number, String(currency))} ${currency}` : String(number);
	}
	return read;
}
