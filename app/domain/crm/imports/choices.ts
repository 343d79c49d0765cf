import type { CustomField } from "../fields/schema.ts";
import type { RecordType } from "../records/schema.ts";
import { IMPORT_KINDS } from "./kinds/kinds.ts";

type Choice = { value: string; label: string };

/** What is asked in the mapping step besides the columns: only what the kind's columns need. */
export type Ask = "country" | "dates" | "money" | "accounts";

export type Choices = { targets: Choice[]; matches: Choice[]; asks: Ask[] };

/** What can be chosen for an import of a kind, for its page. */
export function choicesOf(type: RecordType, fields: readonly CustomField[]): Choices {
	const { targets, matches, columns, accounts, asksUnknown } = IMPORT_KINDS[type];
	const types = Object.values(columns).map((column) => column.type);
	const asks: [Ask, boolean][] = [
		["country", targets.phone !== undefined],
		["dates", types.includes("date") || fields.some(({ kind }) => kind === "date")],
		["money", targets.currency !== undefined],
		["accounts", accounts !== null || asksUnknown === true],
	];
	const choice = (all: Readonly<Record<string, { label: string }>>) =>
		Object.entries(all).map(([value, { label }]) => ({ value, label }));
	return {
		targets: choice(targets),
		matches: choice(matches),
		asks: asks.flatMap(([ask, isAsked]) => (isAsked ? [ask] : [])),
	};
}

/** The rows of the file that shows what can be imported: headings, and two records. */
export function sampleRows(type: RecordType): string[][] {
	const shown = Object.values(IMPORT_KINDS[type].targets).filter(({ label }) => !label.startsWith("Id ("));
	return [shown.map(({ label }) => label), ...([0, 1] as const).map((at) => shown.map(({ sample }) => sample[at]))];
}
