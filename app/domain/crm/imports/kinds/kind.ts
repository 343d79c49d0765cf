import type { RawBuilder } from "kysely";
import type { FieldValue } from "../../fields/schema.ts";
import type { RecordType } from "../../records/schema.ts";
import type { DuplicateAct, WholeSettings } from "../schema.ts";

export type Cell = string | number | null;
export type Columns = Record<string, Cell>;

/** What a row says of a record; what it does not say is absent. `fields` by field id. */
export type RowValues = {
	/** By the table's columns. */
	columns: Columns;
	/** Columns that only a new record takes. */
	fresh: Columns;
	/** The account's name. */
	account?: string;
	/** The contact's email address or name. */
	contact?: string;
	/** What is read only when the whole row is known, such as an amount beside its currency. */
	words: Record<string, string>;
	tags: string[];
	fields: Record<string, FieldValue>;
	/** This product's id of the record, or another system's. */
	id?: string;
	/** Required fields of the file that this row leaves blank: no new record without them. */
	missing: string[];
};

/** A stage that deals can stand in, with the names of both in lower case. */
export type StageOf = {
	id: string;
	pipelineId: string;
	name: string;
	pipeline: string;
	outcome: "open" | "won" | "lost";
};

/** What reading a file's rows needs besides the rows. */
export type Given = {
	settings: Pick<WholeSettings, "country" | "dates" | "decimals" | "currency">;
	/** Who may own records: id by name and by email, both in lower case. */
	owners: ReadonlyMap<string, string>;
	/** In the order of the pipelines and of their stages. */
	stages: readonly StageOf[];
	/** An instant in ISO 8601. */
	now: string;
};

/** Reads a cell that is trimmed, into what its row says; a reason refuses the row. */
export type Reader = (cell: string, into: RowValues) => string | undefined;

/** What a column of a file may become. */
export type TargetOf = {
	label: string;
	/** What people and other systems call such a column, without case, spaces and signs. */
	names: readonly string[];
	/** What stands in it in the two rows of the sample file. */
	sample: readonly [string, string];
	/** The column that its numbers or amounts become: then it matters how the file writes these. */
	number?: string;
	read: (given: Given) => Reader;
};

/** A column that a file can set. It is changed alone, or together with another one. */
export type ColumnOf = {
	type: "text" | "citext" | "uuid" | "bigint" | "integer" | "smallint" | "date" | "timestamptz";
	/** Changed where that column is given and may be changed, as a currency with its amount. */
	beside?: string;
	/** Changed where that column changes, as a deal's pipeline with its stage. */
	after?: string;
	/** What stands there where nobody said anything; as good as a blank. */
	usual?: Cell;
	/** A column of the table beside the record's, see `FiguresOf`. */
	isBeside?: true;
	/** Only tells which record is meant; a file never changes it. */
	isKey?: true;
	/** A list in a table of its own, as JSON in one order of its keys, see `ListOf`. */
	list?: ListName;
};

/** What is known of a record beside its own fields: told by an event of its own, and of some every value is kept. */
export type FiguresOf = {
	/** Every such column, as events call it. Those with `isBeside` stand in `account_facts`. */
	names: Readonly<Record<string, string>>;
	/** Columns whose every value is kept in `account_scores`, as that calls them. */
	kept: Readonly<Record<string, string>>;
	/** What of a file's columns they are: a file that has one is expected to bring the newest. */
	targets: readonly string[];
	/** What follows of what a row changes, by all that is known with it and what the row says itself. */
	derive: (known: Columns, changed: Columns, given: Columns) => Columns;
};

export type ListName = "contracts" | "stakeholders";

/** The contact whom a row names. */
export type Named = { id: string; name: string };

/** What becomes of a list by one row: nothing, an entry more, or another one. */
export type Merged = { cell: string; isNew: boolean } | { reason: string } | undefined;

/** A list of the record, of which each row of the file is one entry. */
export type ListOf = {
	column: ListName;
	/** One of these columns has to be in the file. */
	needs: readonly string[];
	merge: (now: Cell, row: { values: RowValues; contact: Named | undefined; act: DuplicateAct }) => Merged;
};

/** What a row, or a record, is known by: `kind value`, the surest first. */
export type KeysOf = (of: KnownBy) => (string | undefined | false)[];
export type KnownBy = { columns: Columns; account?: string | undefined; id?: string | undefined };

export type MatchOf = {
	label: string;
	keys: KeysOf;
	/** Whether a record that shares a key with a row can be the one it means; any can where this is not said. */
	fits?: (key: string, row: KnownBy, known: KnownBy) => boolean;
	/** One of these columns has to be in the file. */
	needs: readonly string[];
	/** How a refusal calls them. */
	words: string;
};

/** All that differs by kind of record in an import; everything else is the same for all of them. */
export type ImportKind = {
	type: RecordType;
	targets: Readonly<Record<string, TargetOf>>;
	columns: Readonly<Record<string, ColumnOf>>;
	/** What a new record has where the file says nothing. Null: there can be none, and why. */
	fresh: (given: Given) => Columns | string;
	/** Whether the table says where a record came from. */
	hasSource: boolean;
	/** Columns one of which a new record needs, and how that is said. */
	naming: { columns: readonly string[]; targets: readonly string[]; words: string };
	/** The first is the one that is proposed. */
	matches: Readonly<Record<string, MatchOf>>;
	/** The ids of the records that have one of these values; `by` has the values of a kind of key, none for none. */
	find: (by: (key: string) => string[]) => RawBuilder<unknown>;
	/** Whether ids of another system are kept, so that a later file finds the records again. */
	keepsOuterIds: boolean;
	/** Joins what was read of several cells. */
	finish?: (values: RowValues, given: Given) => string | undefined;
	/** A reason why a record cannot stand so; `given` is what its row says. */
	check?: (columns: Columns, given: Columns) => string | undefined;
	figures?: FiguresOf;
	list?: ListOf;
	/** The column whose values may be full, as a stage that takes so many deals. */
	room?: string;
	accounts: "create" | "refuse" | null;
	/** Whether it is asked what becomes of a row whose record is not here, instead. */
	asksUnknown?: true;
	/**
	 * Whether something of the kind's own hangs on the record `r` by now, so that undoing leaves it; tasks, relations and
	 * tags are looked for on every kind. `batch` is the import.
	 */
	hangs: (batch: RawBuilder<unknown>) => RawBuilder<unknown>;
};
