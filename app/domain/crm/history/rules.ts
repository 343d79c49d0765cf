import type { FieldValue } from "../fields/schema.ts";
import type { Values } from "../records/rules.ts";

/** One change of a record, as its event tells it: field -> [before, after]. */
export type RecordedChange = {
	name: string;
	at: string;
	changes: Readonly<Record<string, readonly [unknown, unknown]>>;
};

// What shops and public pages tell of a contact, and what is told of a note, is recorded by column.
const BY_COLUMN: Readonly<Record<string, string>> = {
	first_name: "firstName",
	last_name: "lastName",
	time_zone: "timeZone",
	account_id: "accountId",
	owner_id: "ownerId",
	job_title: "jobTitle",
	happened_at: "happenedAt",
};

/** The field that a change is of, under the name that records have it by. */
export function fieldOf(name: string): string {
	return BY_COLUMN[name] ?? name;
}

/**
 * A record's values as they were at an instant: what they are now, with every change since then taken back, the newest
 * first. `changes` are those after the instant, newest first. What was erased is blank before and after, so it stays so.
 */
export function valuesAt(now: Values, changes: readonly RecordedChange[]): Values {
	const values: Record<string, FieldValue> = { ...now };
	for (const { changes: fields } of changes) {
		for (const [name, [before]] of Object.entries(fields)) {
			const field = fieldOf(name);
			if (Object.hasOwn(values, field) || field.startsWith("field:")) values[field] = (before ?? null) as FieldValue;
		}
	}
	return values;
}
