import { isId, newId } from "#app/base/ids.ts";
import type { FieldValue } from "../../fields/schema.ts";
import { sameValue } from "../../records/rules.ts";
import type { ImportSettings, Verdict } from "../schema.ts";
import type { Holders } from "./holders.ts";
import { CONTACT_COLUMNS, type ContactColumn, type RowReading, type RowValues } from "./read-row.ts";

export type ReadRow = { line: number; end: number; cells: string[]; reading: RowReading };

/** A contact as far as an import looks at it: one that is here, or one that an earlier row of this chunk makes. */
export type Known = {
	id: string;
	/** Sorts the older first; see `Holders`. */
	age: string;
	version: number;
	isNew: boolean;
	columns: Record<ContactColumn, string | null>;
	fields: Record<string, FieldValue>;
	/** In lower case. */
	tags: Set<string>;
};

/** What of the organisation a chunk of rows touches, as it was read for it. The maps' keys are in lower case. */
export type Around = {
	byEmail: Holders<Known>;
	byPhone: Holders<Known>;
	/** By this product's id and by another system's. */
	byId: Map<string, Known>;
	/** Name -> id of the account; new ones are added while planning. */
	accounts: Map<string, { id: string; name: string; isNew: boolean }>;
};

/** One contact's change by one row. `tags` are names that it has not yet; `identity` another system's id for it. */
export type Change = {
	known: Known;
	before: Partial<Record<ContactColumn, string | null>>;
	after: Partial<Record<ContactColumn, string | null>>;
	fieldsBefore: Record<string, FieldValue>;
	fieldsAfter: Record<string, FieldValue>;
	tags: string[];
	identity?: string;
};

export type Planned = { row: ReadRow; verdict: Verdict; reason?: string; change?: Change };

type Rules = Pick<ImportSettings, "match" | "duplicates">;

/** What becomes of each row, in order. Pure but for `around`, which learns of what the rows before it make. */
export function planRows(rows: readonly ReadRow[], around: Around, rules: Rules): Planned[] {
	return rows.map((row) => ({ row, ...planRow(row.reading, around, rules) }));
}

function planRow(reading: RowReading, around: Around, rules: Rules): Omit<Planned, "row"> {
	if ("blank" in reading) return { verdict: "skipped", reason: "The row is blank." };
	if ("reason" in reading) return { verdict: "refused", reason: reading.reason };
	const { values } = reading;
	const keys = keysOf(values, rules.match);
	const found = rules.duplicates === "create" ? undefined : findKnown(keys, around);
	if (!found) return create(values, keys, around);
	if (rules.duplicates === "skip") {
		return {
			verdict: "skipped",
			reason: found.isNew ? "An earlier row of the file is the same contact." : "The contact is here already.",
		};
	}
	const change = changeOf(found, values, around, rules.duplicates === "overwrite");
	if (change) meetByChange(change, rules.match, around);
	return change
		? { verdict: "updated", change }
		: { verdict: "skipped", reason: "The file says nothing new of the contact." };
}

/** What a row is known by, in lower case. */
export type Keys = { email?: string; phone?: string; id?: string };

/** What a row, or a contact, is known by under these rules. */
export function keysOf({ columns, id }: KnownBy, match: Rules["match"]): Keys {
	const email = match === "email" || match === "email-or-phone" ? columns.email?.toLowerCase() : undefined;
	const phone = match === "phone" || match === "email-or-phone" ? columns.phone : undefined;
	return {
		...(email ? { email } : {}),
		...(phone ? { phone } : {}),
		...(match === "id" && id ? { id: id.toLowerCase() } : {}),
	};
}

type KnownBy = { columns: Partial<Record<ContactColumn, string | null>>; id?: string | undefined };

function findKnown({ email, phone, id }: Keys, { byEmail, byPhone, byId }: Around): Known | undefined {
	return (id && byId.get(id)) || (email && byEmail.oldest(email)) || (phone && byPhone.oldest(phone)) || undefined;
}

function create(values: RowValues, keys: Keys, around: Around): Omit<Planned, "row"> {
	const { columns, missing, fields, id } = values;
	const isNamed = columns.first_name || columns.last_name || columns.email || columns.phone;
	if (!isNamed)
		return {
			verdict: "refused",
			reason: "There is no contact with this id, and the row has neither a name nor an address.",
		};
	if (id && isId(id)) return { verdict: "refused", reason: "There is no contact with this id here." };
	if (missing.length > 0) return { verdict: "refused", reason: `Give a value for ${missing.join(", ")}.` };
	const blank = Object.fromEntries(CONTACT_COLUMNS.map((column) => [column, null])) as Known["columns"];
	const made = newId();
	const known: Known = {
		id: made,
		// After all that were here before.
		age: `~${made}`,
		version: 1,
		isNew: true,
		columns: { ...blank, ...columns },
		fields: { ...fields },
		tags: new Set(),
	};
	if (values.account) known.columns.account_id = accountOf(values.account, around);
	remember(known, keys, around);
	const change: Change = {
		known,
		before: {},
		after: { ...known.columns },
		fieldsBefore: {},
		fieldsAfter: { ...fields },
		tags: newTags(known, values.tags),
	};
	return { verdict: "created", change: id ? { ...change, identity: id } : change };
}

function remember(known: Known, { email, phone, id }: Keys, { byEmail, byPhone, byId }: Around): void {
	if (email) byEmail.add(email, known);
	if (phone) byPhone.add(phone, known);
	if (id && !byId.has(id)) byId.set(id, known);
}

/** Later rows meet a contact by what it has become, in this chunk as in the next, which reads it anew. */
function meetByChange({ known, before }: Change, match: Rules["match"], around: Around): void {
	const { byEmail, byPhone } = around;
	const [email, phone] = [before.email?.toLowerCase(), before.phone];
	if (email) byEmail.remove(email, known);
	if (phone) byPhone.remove(phone, known);
	if (match !== "id") remember(known, keysOf(known, match), around);
}

/** What the row changes of a contact, or undefined for nothing. What the row leaves blank is never taken away. */
function changeOf(known: Known, values: RowValues, around: Around, overwrite: boolean): Change | undefined {
	const change: Change = { known, before: {}, after: {}, fieldsBefore: {}, fieldsAfter: {}, tags: [] };
	const given: Partial<Record<ContactColumn, string>> = { ...values.columns };
	const isTaken = (value: unknown) => value !== null && value !== undefined && value !== "";
	if (values.account && (overwrite || !isTaken(known.columns.account_id)))
		given.account_id = accountOf(values.account, around);
	for (const column of CONTACT_COLUMNS) {
		const value = given[column];
		const now = known.columns[column];
		if (value === undefined || value === now || (!overwrite && isTaken(now))) continue;
		change.before[column] = now;
		change.after[column] = value;
		known.columns[column] = value;
	}
	for (const [id, value] of Object.entries(values.fields)) {
		const now = known.fields[id] ?? null;
		if (sameValue(now, value) || (!overwrite && isTaken(now))) continue;
		change.fieldsBefore[id] = now;
		change.fieldsAfter[id] = value;
		known.fields[id] = value;
	}
	change.tags = newTags(known, values.tags);
	const isChange =
		[change.after, change.fieldsAfter].some((part) => Object.keys(part).length > 0) || change.tags.length > 0;
	if (!isChange) return undefined;
	if (!known.isNew) known.version++;
	return change;
}

function newTags(known: Known, names: readonly string[]): string[] {
	const added = names.filter((name) => !known.tags.has(name.toLowerCase()));
	for (const name of added) known.tags.add(name.toLowerCase());
	return added;
}

function accountOf(name: string, { accounts }: Around): string {
	const key = name.toLowerCase();
	const found = accounts.get(key) ?? { id: newId(), name, isNew: true };
	accounts.set(key, found);
	return found.id;
}
