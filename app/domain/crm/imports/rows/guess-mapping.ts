import type { CustomField } from "../../fields/schema.ts";
import type { ImportKind } from "../kinds/kind.ts";

/** A heading as names are compared: letters and digits only. */
export function plainHeading(heading: string): string {
	return heading
		.normalize("NFKD")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, "");
}

/** What columns are remembered by: their plain heading, and which of that name they are. */
export function headingKeys(headings: readonly string[]): string[] {
	const met = new Map<string, number>();
	return headings.map((heading) => {
		const name = plainHeading(heading);
		const count = (met.get(name) ?? 0) + 1;
		met.set(name, count);
		return count === 1 ? name : `${name} ${count}`;
	});
}

/**
 * What each column probably is: as an earlier import had a column of that heading, else by its name. A target is
 * given once, to the first that bears its name. `earlier` maps heading keys to what they were, `samples` are the first
 * rows.
 */
export function guessMapping(
	{ targets }: ImportKind,
	{ headings, samples = [] }: { headings: readonly string[]; samples?: readonly (readonly string[])[] },
	fields: readonly CustomField[],
	earlier: ReadonlyMap<string, string>,
): string[] {
	const byName = new Map(
		Object.entries(targets).flatMap(([target, { label, names }]) =>
			[plainHeading(label), ...names].map((name) => [name, target] as const),
		),
	);
	const own = new Map(
		fields.flatMap(({ id, key, label }) => [key, label].map((name) => [plainHeading(name), `field:${id}`])),
	);
	const known = new Set<string>(["", ...Object.keys(targets), ...own.values()]);
	const taken = new Set<string>();
	const keys = headingKeys(headings);
	const guessed = headings.map((heading, at) => {
		const name = plainHeading(heading);
		const before = earlier.get(keys[at]!);
		const target = before !== undefined && known.has(before) ? before : (own.get(name) ?? byName.get(name) ?? "");
		if (target === "" || taken.has(target)) return "";
		taken.add(target);
		return target;
	});
	if (!targets.email || taken.has("email")) return guessed;
	// What its heading does not tell, a column of addresses does.
	const at = guessed.findIndex(
		(target, column) => target === "" && holdsEmails(samples.map((cells) => cells[column] ?? "")),
	);
	return guessed.map((target, column) => (column === at ? "email" : target));
}

/** The columns that are to become numbers; where none is, those of which it is not known what they become. */
export function numberColumns(
	{ targets }: Pick<ImportKind, "targets">,
	mapping: readonly string[],
	fields: readonly Pick<CustomField, "id" | "kind">[],
): number[] {
	const own = new Set(fields.flatMap(({ id, kind }) => (kind === "number" ? [`field:${id}`] : [])));
	const columnsOf = (isOne: (target: string) => boolean) =>
		mapping.flatMap((target, at) => (isOne(target) ? [at] : []));
	const numbers = columnsOf((target) => own.has(target) || targets[target]?.number !== undefined);
	return numbers.length > 0 ? numbers : columnsOf((target) => target === "");
}

function holdsEmails(cells: readonly string[]): boolean {
	const filled = cells.filter((cell) => cell !== "");
	return filled.length > 0 && filled.every((cell) => /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(cell));
}
