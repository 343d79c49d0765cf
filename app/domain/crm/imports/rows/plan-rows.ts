import { isId, newId } from "#app/base/ids.ts";
import type { FieldValue } from "../../fields/schema.ts";
import { sameValue } from "../../records/rules.ts";
import { RECORD_NOUNS } from "../../records/schema.ts";
import type { ColumnOf, Columns, ImportKind, KnownBy, Merged, RowValues } from "../kinds/kind.ts";
import { sortName } from "../kinds/readers.ts";
import type { Verdict, WholeSettings } from "../schema.ts";
import type { Holders } from "./holders.ts";
import { type Accounts, accountOf, type Contacts, contactOf, moveRoom, type Rooms } from "./links.ts";
import { isNamed, type RowReading } from "./read-row.ts";

export type ReadRow = { line: number; end: number; cells: string[]; reading: RowReading };

/** A record as far as an import looks at it: one that is here, or one that an earlier row of this chunk makes. */
export type Known = {
	id: string;
	/** Sorts the older first; see `Holders`. */
	age: string;
	version: number;
	isNew: boolean;
	columns: Columns;
	/** Its account's name, as records are sorted by it. */
	account?: string | undefined;
	fields: Record<string, FieldValue>;
	/** In lower case. */
	tags: Set<string>;
};

/** What of the organisation a chunk of rows touches, as it was read for it. */
export type Around = {
	/** By what they are known by, `email ann@example.com`, and by ids. */
	known: Holders<Known>;
	accounts: Accounts;
	contacts: Contacts;
	/** What contacts are called, by id. */
	names: Map<string, string>;
	rooms: Rooms;
};

/** One record's change by one row. `tags` are names that it has not yet; `identity` another system's id for it. */
export type Change = {
	known: Known;
	before: Columns;
	after: Columns;
	fieldsBefore: Record<string, FieldValue>;
	fieldsAfter: Record<string, FieldValue>;
	tags: string[];
	identity?: string;
	/** What it was known by before. */
	former: string[];
	/** The row is one entry more of a list. */
	isEntry?: boolean;
};

export type Planned = {
	row: ReadRow;
	verdict: Verdict;
	reason?: string;
	change?: Change;
	/** Of a new record: one that shares a key with it and is another one all the same. */
	other?: Known;
};

export type Rules = Pick<WholeSettings, "match" | "duplicates" | "accounts"> & {
	kind: ImportKind;
	/** What a new record has where its row says nothing; or why there can be none. */
	fresh: Columns | string;
};
type Verdicted = Omit<Planned, "row">;

/** What becomes of each row, in order. Pure but for `around`, which learns of what the rows before it make. */
export function planRows(rows: readonly ReadRow[], around: Around, rules: Rules): Planned[] {
	return rows.map((row) => ({ row, ...planRow(row.reading, around, rules) }));
}

function planRow(reading: RowReading, around: Around, rules: Rules): Verdicted {
	if ("blank" in reading) return { verdict: "skipped", reason: "The row is blank." };
	if ("reason" in reading) return { verdict: "refused", reason: reading.reason };
	const { values } = reading;
	const keys = keysOf(rules, values);
	const { found, other } = findKnown(rules.duplicates === "create" ? [] : keys, values, { around, rules });
	if (!found) {
		const made = create(values, keys, { around, rules });
		// As it is now: rows after this one may change it.
		return other && made.change ? { ...made, other: { ...other, columns: { ...other.columns } } } : made;
	}
	const noun = RECORD_NOUNS[rules.kind.type].one;
	if (rules.duplicates === "skip" && !rules.kind.list) {
		return {
			verdict: "skipped",
			reason: found.isNew ? `An earlier row of the file is the same ${noun}.` : `The ${noun} is here already.`,
		};
	}
	const change = changeOf(found, values, { around, rules });
	if (typeof change === "string") return { verdict: "refused", reason: change };
	if (change) meetByChange(change, { around, rules });
	return change
		? { verdict: change.isEntry ? "created" : "updated", change }
		: { verdict: "skipped", reason: `The file says nothing new of the ${noun}.` };
}

/** What a row, or a record, is known by under these rules, the surest first. */
export function keysOf({ kind, match }: Pick<Rules, "kind" | "match">, of: KnownBy): string[] {
	const keys = kind.matches[match]?.keys(of) ?? [];
	return keys.filter((key): key is string => typeof key === "string" && key !== "");
}

type Place = { around: Around; rules: Rules };
type Found = { found: Known | undefined; other: Known | undefined };

/** Who is meant by a row: of those that share a key with it, the oldest that it can mean; `other` shares one only. */
function findKnown(keys: readonly string[], of: KnownBy, { around, rules: { kind, match } }: Place): Found {
	const fits = kind.matches[match]?.fits;
	let other: Known | undefined;
	for (const key of keys) {
		for (const one of around.known.of(key)) {
			if (!fits || fits(key, of, one)) return { found: one, other: undefined };
			other ??= one;
		}
	}
	return { found: undefined, other };
}

function create(values: RowValues, keys: readonly string[], { around, rules }: Place): Verdicted {
	const { missing, fields, id } = values;
	const { kind, fresh } = rules;
	const refuse = (reason: string): Verdicted => ({ verdict: "refused", reason });
	const noun = RECORD_NOUNS[kind.type].one;
	if (!isNamed(kind, values)) return refuse(`There is no ${noun} with this id, and the row has ${kind.naming.words}.`);
	if (id && isId(id)) return refuse(`There is no ${noun} with this id here.`);
	if (kind.asksUnknown && rules.accounts === "refuse")
		return refuse(`There is no such ${noun} here, and this import is to create none.`);
	if (missing.length > 0) return refuse(`Give a value for ${missing.join(", ")}.`);
	if (typeof fresh === "string") return refuse(fresh);
	const blank = Object.fromEntries(Object.keys(kind.columns).map((column) => [column, null]));
	const columns: Columns = { ...blank, ...fresh, ...values.fresh, ...values.columns };
	Object.assign(columns, kind.figures?.derive(columns, columns, values.columns));
	const reason = linkTo(columns, values, { around, rules }) ?? kind.check?.(columns, columns);
	if (reason) return refuse(reason);
	const full = moveRoom(around.rooms, { to: kind.room && columns[kind.room] });
	if (full) return refuse(full);
	const made = newId();
	const known: Known = {
		id: made,
		// After all that were here before.
		age: `~${made}`,
		version: 1,
		isNew: true,
		columns,
		account: values.account && sortName(values.account),
		fields: { ...fields },
		tags: new Set(),
	};
	for (const key of keys) around.known.add(key, known);
	const change: Change = {
		...{ known, before: {}, after: { ...columns }, fieldsBefore: {}, fieldsAfter: { ...fields }, former: [] },
		tags: newTags(known, values.tags),
	};
	return { verdict: "created", change: id ? { ...change, identity: id } : change };
}

/** Puts the ids of what a row names into its columns; a reason where that is not here. */
function linkTo(columns: Columns, { account, contact }: RowValues, { around, rules }: Place): string | undefined {
	const person = contact === undefined ? undefined : contactOf(contact, around.contacts);
	if (person && "reason" in person) return person.reason;
	if (person) columns.contact_id = person.id;
	const company = account === undefined ? undefined : accountOf(account, around.accounts, rules.accounts);
	if (company && "reason" in company) return company.reason;
	if (company) columns.account_id = company.id;
	return undefined;
}

/** Later rows meet a record by what it has become, in this chunk as in the next, which reads it anew. */
function meetByChange({ known, former }: Change, { around, rules }: Place): void {
	if (rules.match === "id") return;
	const now = keysOf(rules, known);
	for (const key of former) if (!now.includes(key)) around.known.remove(key, known);
	for (const key of now) around.known.add(key, known);
}

/** Nothing, or an amount of nothing, which nobody typed; a score of nothing is one. */
function isTaken(value: unknown, column?: ColumnOf): boolean {
	if (value === null || value === undefined || value === "" || value === column?.usual) return false;
	return value !== 0 || column?.type === "smallint" || column?.type === "integer";
}

/**
 * What the row changes of a record, or undefined for nothing; a reason where it cannot stand so. What the row leaves
 * blank is never taken away.
 */
function changeOf(known: Known, values: RowValues, place: Place): Change | undefined | string {
	const { kind, duplicates } = place.rules;
	const may = (value: unknown, column?: ColumnOf) => duplicates === "overwrite" || !isTaken(value, column);
	const given: Columns = { ...values.columns };
	const { account, contact, ...rest } = values;
	const wanted = {
		...rest,
		...(account !== undefined && may(known.columns.account_id) ? { account } : {}),
		...(contact !== undefined && may(known.columns.contact_id) ? { contact } : {}),
	};
	const after: Columns = {};
	const reason = linkTo(given, wanted, place);
	if (reason) return reason;
	for (const [column, shape] of Object.entries(kind.columns)) {
		const { beside, after: follows, isKey } = shape;
		const value = given[column];
		const now = known.columns[column] ?? null;
		if (value === undefined || value === now || isKey) continue;
		const isFree = follows
			? follows in after
			: beside
				? beside in given && may(known.columns[beside])
				: may(now, shape);
		if (isFree) after[column] = value;
	}
	const derived = kind.figures?.derive({ ...known.columns, ...after }, after, given);
	for (const [column, value] of Object.entries(derived ?? {}))
		if (value !== known.columns[column]) after[column] = value;
	const listed = listOf(known, values, { given, place });
	if (listed && "reason" in listed) return listed.reason;
	if (listed) after[kind.list!.column] = listed.cell;
	const room = kind.room && after[kind.room];
	const wrong = kind.check?.({ ...known.columns, ...after }, given);
	const full = wrong ?? moveRoom(place.around.rooms, { from: kind.room && known.columns[kind.room], to: room });
	const change = full ?? apply(known, values, { after, account: wanted.account, place, may });
	return listed?.isNew && typeof change === "object" ? { ...change, isEntry: true } : change;
}

/** What the row makes of the record's list, where the file's rows are entries of one. */
function listOf(known: Known, values: RowValues, { given, place }: { given: Columns; place: Place }): Merged {
	const { kind, duplicates: act } = place.rules;
	if (!kind.list) return undefined;
	const id = typeof given.contact_id === "string" ? given.contact_id : undefined;
	const contact = id === undefined ? undefined : { id, name: place.around.names.get(id) ?? "" };
	return kind.list.merge(known.columns[kind.list.column] ?? null, { values, contact, act });
}

type Applied = { after: Columns; account?: string | undefined; place: Place; may: (value: unknown) => boolean };

function apply(known: Known, values: RowValues, { after, account, place, may }: Applied): Change | undefined {
	const change: Change = {
		...{ known, after, fieldsBefore: {}, fieldsAfter: {}, tags: [], former: keysOf(place.rules, known) },
		before: Object.fromEntries(Object.keys(after).map((column) => [column, known.columns[column] ?? null])),
	};
	Object.assign(known.columns, after);
	if (account !== undefined && "account_id" in after) known.account = sortName(account);
	for (const [id, value] of Object.entries(values.fields)) {
		const now = known.fields[id] ?? null;
		// Of a field nought is a value.
		if (sameValue(now, value) || !(now === 0 ? may(1) : may(now))) continue;
		change.fieldsBefore[id] = now;
		change.fieldsAfter[id] = value;
		known.fields[id] = value;
	}
	change.tags = newTags(known, values.tags);
	const isChange = [after, change.fieldsAfter].some((part) => Object.keys(part).length > 0) || change.tags.length > 0;
	if (!isChange) return undefined;
	if (!known.isNew) known.version++;
	return change;
}

function newTags(known: Known, names: readonly string[]): string[] {
	const added = names.filter((name) => !known.tags.has(name.toLowerCase()));
	for (const name of added) known.tags.add(name.toLowerCase());
	return added;
}
