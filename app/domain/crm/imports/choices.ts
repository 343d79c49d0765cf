import type { CustomField } from "../fields/schema.ts";
import { IMPORT_KINDS } from "./kinds/kinds.ts";
import { DUPLICATE_ACTS, type DuplicateAct, type ImportName } from "./schema.ts";

type Choice = { value: string; label: string };

/** What is asked in the mapping step besides the columns: only what the kind's columns need. */
export type Ask = "country" | "dates" | "numbers" | "money" | "accounts";

export type Choices = { targets: Choice[]; matches: Choice[]; asks: Ask[]; acts: DuplicateAct[] };

/** What can be chosen for an import of a kind, for its page. */
export function choicesOf(name: ImportName, fields: readonly CustomField[]): Choices {
	const { targets, matches, columns, accounts, asksUnknown, list } = IMPORT_KINDS[name];
	const types = Object.values(columns).map((column) => column.type);
	const asks: [Ask, boolean][] = [
		["country", targets.phone !== undefined],
		["dates", types.includes("date") || targets.starts !== undefined || fields.some(({ kind }) => kind === "date")],
		["numbers", Object.values(targets).some(({ number }) => number) || fields.some(({ kind }) => kind === "number")],
		["money", targets.currency !== undefined],
		["accounts", accounts !== null || asksUnknown === true],
	];
	const choice = (all: Readonly<Record<string, { label: string }>>) =>
		Object.entries(all).map(([value, { label }]) => ({ value, label }));
	return {
		targets: choice(targets),
		matches: choice(matches),
		// An entry of a list is there once.
		acts: DUPLICATE_ACTS.filter((act) => act !== "create" || !list),
		asks: asks.flatMap(([ask, isAsked]) => (isAsked ? [ask] : [])),
	};
}

/** The rows of the file that shows what can be imported: headings, and two records. */
export function sampleRows(name: ImportName): string[][] {
	const shown = Object.values(IMPORT_KINDS[name].targets).filter(({ label }) => !label.startsWith("Id ("));
	return [shown.map(({ label }) => label), ...([0, 1] as const).map((at) => shown.map(({ sample }) => sample[at]))];
}
