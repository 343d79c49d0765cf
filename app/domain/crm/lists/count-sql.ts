import { type RawBuilder, sql } from "kysely";
import { RECORD_TABLES } from "../records/columns.ts";
import type { RecordType } from "../records/schema.ts";
import { SORT_COLUMNS } from "./column-sql.ts";
import type { ListColumn } from "./columns.ts";
import { isSearch, type Narrowing } from "./filter-sql.ts";
import type { Filter } from "./filters.ts";

type Sql = RawBuilder<unknown>;

/**
 * How many records a list with these conditions over `r` holds, counted no further than `most`. It walks an index of
 * the organisation's own: without an order the planner reads the table from its beginning and stops when it has enough,
 * which takes it past the records of all organisations that came before.
 */
export function cappedCount(narrowing: Narrowing, where: readonly Sql[], most: number): Sql {
	const order = countOrder(narrowing);
	return sql`(select count(*)::int from (select 1 from ${sql.table(RECORD_TABLES[narrowing.type])} r
		where ${sql.join(where, sql` and `)} ${order} limit ${sql.lit(most)}) counted)`;
}

/**
 * The order in which records are counted: that of the index by which a filter finds them, else that of their making.
 * None where they are found by something else than their own columns: words, tags, fields of the organisation's own.
 */
function countOrder(narrowing: Narrowing): Sql {
	const { type, filters, columns } = narrowing;
	const asked = filters.map((filter) => ({ filter, column: columns.find(({ id }) => id === filter.column) }));
	if (isSearch(narrowing) || asked.some(({ filter, column }) => column && isElsewhere(filter, column))) return sql``;
	// Most are not of one value, and have some: these lie closer together in the order of their making.
	const finds = ({ op }: Filter) => op !== "not" && op !== "filled";
	const indexed = asked.find(({ filter }) => finds(filter) && indexOf(type, filter.column));
	const by = indexed && indexOf(type, indexed.filter.column);
	return by ? sql`order by ${sql.ref(`r.${by}`)}, r.id` : sql`order by r.created_at desc, r.id desc`;
}

/** Whether few records are found by what is kept apart from them: the one that they name, tags, fields of one's own. */
function isElsewhere({ op }: Filter, { kind, fieldId }: ListColumn): boolean {
	if (kind === "company" || kind === "person") return op === "is";
	return (fieldId !== undefined || kind === "tags") && op !== "not" && op !== "empty";
}

/** The column behind the organisation of the index by which records of a column's values are found, if one is. */
function indexOf(type: RecordType, column: string): string | undefined {
	if (column === "owner") return "owner_id";
	if (column === "stage" && type === "deal") return "stage_id";
	// Accounts are sorted by their names and asked for by their ids.
	return column === "company" ? undefined : SORT_COLUMNS[type][column]?.column;
}
