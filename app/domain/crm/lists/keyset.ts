import { type RawBuilder, sql } from "kysely";
import { readDate } from "#app/base/time.ts";
import { RECORD_TABLES } from "../records/columns.ts";
import type { RecordType } from "../records/schema.ts";
import { SORT_COLUMNS, type SortColumn } from "./column-sql.ts";
import { DEFAULT_SORT } from "./columns.ts";
import type { PageKey, Sort } from "./list-query.ts";

type Sql = RawBuilder<unknown>;
type Page = { type: RecordType; sort: Sort; key: PageKey | undefined; limit: number };

/** The column a list is sorted by. */
export function sortColumn(type: RecordType, sort: Sort): SortColumn {
	return SORT_COLUMNS[type][sort.by] ?? SORT_COLUMNS[type][DEFAULT_SORT.by]!;
}

/**
 * The rows (`r.*`) of one page, by the index of its sort, with conditions over `r`. Records without a value come last
 * either way, as a second stretch of the same index, which is read only where the first does not fill the page. Up to
 * twice `limit` rows come back; the first `limit` of them in the page's direction are the page.
 */
export function pageRows(where: readonly Sql[], { type, sort, key, limit }: Page): Sql {
	const by = sortColumn(type, sort);
	const column = sql.ref(`r.${by.column}`);
	const back = key?.back ?? false;
	const down = sort.down !== back;
	const table = sql.table(RECORD_TABLES[type]);
	const stretch = (filled: boolean, edge: Sql[], more: Sql = sql``) => {
		const presence = by.nullable ? [filled ? sql`${column} is not null` : sql`${column} is null`] : [];
		const direction = down ? sql`desc` : sql`asc`;
		const order = filled ? sql`${column} ${direction}, r.id ${direction}` : sql`r.id ${direction}`;
		return sql`(select r.* from ${table} r where ${sql.join([...where, ...presence, ...edge], sql` and `)}${more}
			order by ${order} limit ${limit})`;
	};
	const than = down ? sql`<` : sql`>`;
	const first = key ? key.value !== null || !by.nullable : !back;
	const edge = key
		? [
				first
					? sql`(${column}, r.id) ${than} (${key.value}::${sql.raw(by.type)}, ${key.id}::uuid)`
					: sql`r.id ${than} ${key.id}::uuid`,
			]
		: [];
	// Forward from a record without a value, and back from one with a value, there is no second stretch.
	if (!by.nullable || first === back) return stretch(first, edge);
	return sql`(with a as materialized ${stretch(first, edge)}
		select * from a union all ${stretch(!first, [], sql` and (select count(*) from a) < ${limit}`)})`;
}

/** The key, unless it is none of this sort: then the list begins at its beginning. */
export function usableKey(
	type: RecordType,
	{ sort, key }: { sort: Sort; key?: PageKey | undefined },
): PageKey | undefined {
	if (!key) return undefined;
	const by = sortColumn(type, sort);
	return (key.value === null ? by.nullable : FITS[by.type]?.(key.value)) ? key : undefined;
}

const FITS: Readonly<Record<string, (value: string) => boolean>> = {
	text: (value) => value.length <= 200 && !value.includes("\0"),
	bigint: (value) => /^-?\d{1,18}$/.test(value),
	smallint: (value) => /^-?\d{1,5}$/.test(value) && Math.abs(Number(value)) < 32_768,
	date: (value) => readDate(value) !== undefined,
	timestamptz: (value) =>
		/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(value) &&
		!Number.isNaN(Date.parse(value.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"))),
};

/** The order in which a page is shown. */
export function shownOrder({ type, sort }: Pick<Page, "type" | "sort">): Sql {
	const direction = sort.down ? sql`desc` : sql`asc`;
	return sql`${sql.ref(`r.${sortColumn(type, sort).column}`)} ${direction} nulls last, r.id ${direction}`;
}
