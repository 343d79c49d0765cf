import type { FieldValue } from "../fields/schema.ts";

/** Field -> value. Custom fields stand under `field:<key>`. */
export type Values = Readonly<Record<string, FieldValue>>;

/** What others did to a field since a version: its value before, who changed it last, and to which version. */
export type Theirs = { before: FieldValue; by: string; version: number };

export type Merged = {
	/** What is to be written. */
	set: Values;
	/** Fields that others changed and that stay as they made them. */
	joined: string[];
	/** Fields that both sides changed, differently. */
	clashes: string[];
};

/**
 * Joins an edit with what others changed since it began (decision 009). A field that one side alone changed is that
 * side's; one that both changed alike is agreed; one that both changed differently clashes, unless the editor saw the
 * others' value (`decided`: the version shown then) and sends the own one again. `theirs` null: nobody knows what was
 * changed, so every difference clashes.
 */
export function mergeEdit({
	current,
	mine,
	theirs,
	decided,
	version,
}: {
	current: Values;
	mine: Values;
	theirs: ReadonlyMap<string, Theirs> | null;
	decided: number;
	/** The version that `current` is. */
	version: number;
}): Merged {
	const set: Record<string, FieldValue> = {};
	const clashes: string[] = [];
	for (const [field, value] of Object.entries(mine)) {
		if (sameValue(value, current[field])) continue;
		const their = theirs?.get(field);
		if (theirs && their && sameValue(value, their.before)) continue;
		const seen = theirs ? !their || their.version <= decided : version <= decided;
		if (seen) set[field] = value;
		else clashes.push(field);
	}
	const joined = [...(theirs ?? [])].flatMap(([field, { before }]) =>
		field in set || clashes.includes(field) || sameValue(before, current[field]) ? [] : [field],
	);
	return { set, joined, clashes };
}

/** Whether two values are the same; absent is null. */
export function sameValue(one: unknown, other: unknown): boolean {
	return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
