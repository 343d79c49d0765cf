import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { readDate } from "#app/base/time.ts";
import { RECORD_TABLES } from "../records/columns.ts";
import type { RecordType } from "../records/schema.ts";
import type { PageKey, Sort } from "./list-query.ts";
import type { SortBy } from "./sort-sql.ts";

type Sql = RawBuilder<unknown>;
type Page = {
	type: RecordType;
	by: SortBy;
	sort: Sort;
	key: PageKey | undefined;
	limit: number;
	/** The conditions leave few records, found by words: these are sorted whole. */
	isFew: boolean;
};
type Stretch = {
	where: readonly Sql[];
	table: Sql;
	down: boolean;
	limit: number;
	key: PageKey | undefined;
	isFew: boolean;
};

const FIRST = "00000000-0000-0000-0000-000000000000";
const LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * The rows (`r.*`) of one page, by the index of its sort, with conditions over `r`. Records without a value come last
 * either way, as a second stretch, which is read only where the first does not fill the page. Up to twice `limit` rows
 * come back; the first `limit` of them in the page's direction are the page.
 */
export function pageRows(where: readonly Sql[], { type, by, sort, key, limit, isFew }: Page): Sql {
	const back = key?.back ?? false;
	const of = { where, table: sql.table(RECORD_TABLES[type]), down: sort.down !== back, limit, isFew };
	const first = key ? key.value !== null || !by.nullable : !back;
	const begin = first ? filled(by, { ...of, key }) : empty(by, { ...of, key });
	// Forward from a record without a value, and back from one with a value, there is no second stretch.
	if (!by.nullable || first === back) return begin;
	const rest = sql`(select count(*) from a) < ${sql.lit(limit)}`;
	const more = { ...of, where: [...where, rest], key: undefined };
	return sql`(with a as materialized ${begin}
		select * from a union all ${first ? empty(by, more) : filled(by, more)})`;
}

function filled(by: SortBy, stretch: Stretch): Sql {
	if (by.kind === "group") return stretch.isFew ? groupsOfFew(by, stretch) : groupByGroup(by, stretch);
	const { where, table, down, limit, key } = stretch;
	const value = sql.ref(by.kind === "field" ? `v.${by.column}` : `r.${by.column}`);
	const id = by.kind === "field" ? sql`v.record_id` : sql`r.id`;
	const edge = key ? [sql`(${value}, ${id}) ${than(down)} (${key.value}::${sql.raw(by.type)}, ${key.id}::uuid)`] : [];
	const presence = by.nullable ? [sql`${value} is not null`] : [];
	const from =
		by.kind === "field"
			? sql`custom_values v join ${table} r on r.org_id = v.org_id and r.id = v.record_id`
			: sql`${table} r`;
	// The organisation is named for the values too: the index begins with it.
	const own = by.kind === "field" ? [sql`v.org_id = current_org()`, sql`v.field_id = ${by.fieldId}::uuid`] : [];
	return sql`(select r.* from ${from} where ${all([...where, ...own, ...presence, ...edge])}
		order by ${value} ${way(down)}, ${id} ${way(down)} limit ${sql.lit(limit)})`;
}

function empty(by: SortBy, { where, table, down, limit, key }: Stretch): Sql {
	const absence =
		by.kind === "field"
			? sql`not exists (select from custom_values v where v.org_id = r.org_id and v.record_id = r.id
				and v.field_id = ${by.fieldId}::uuid)`
			: sql`${sql.ref(`r.${by.column}`)} is null`;
	const edge = key ? [sql`r.id ${than(down)} ${key.id}::uuid`] : [];
	return sql`(select r.* from ${table} r where ${all([...where, absence, ...edge])} order by r.id ${way(down)} limit ${sql.lit(limit)})`;
}

type Group = SortBy & { kind: "group" };

/** The groups in order, of each no more than a page by its index: as many index reads as there are groups, at most. */
function groupByGroup({ column, groups }: Group, { where, table, down, limit, key }: Stretch): Sql {
	const start = key
		? sql`case when g.id = ${key.value}::uuid then ${key.id}::uuid else ${down ? LAST : FIRST}::uuid end`
		: sql`${down ? LAST : FIRST}::uuid`;
	const edge = key
		? sql`where g.place ${than(down)}= (select k.place from g k where k.id = ${key.value}::uuid)`
		: sql``;
	return sql`(with g as materialized (${groups}) select r.* from g cross join lateral (
		select r.* from ${table} r where ${all([...where, sql`${sql.ref(`r.${column}`)} = g.id`, sql`r.id ${than(down)} ${start}`])}
			order by r.id ${way(down)} limit ${sql.lit(limit)}) r
		${edge} order by g.place ${way(down)}, r.id ${way(down)} limit ${sql.lit(limit)})`;
}

function groupsOfFew({ column, groups }: Group, { where, table, down, limit, key }: Stretch): Sql {
	const edge = key
		? [sql`(g.place, r.id) ${than(down)} ((select k.place from g k where k.id = ${key.value}::uuid), ${key.id}::uuid)`]
		: [];
	return sql`(with g as materialized (${groups}) select r.* from ${table} r join g on g.id = ${sql.ref(`r.${column}`)}
		where ${all([...where, ...edge])} order by g.place ${way(down)}, r.id ${way(down)} limit ${sql.lit(limit)})`;
}

const all = (parts: readonly Sql[]): Sql => sql.join(parts, sql` and `);
const way = (down: boolean): Sql => (down ? sql`desc` : sql`asc`);
const than = (down: boolean): Sql => (down ? sql`<` : sql`>`);

/** The key, unless it is none of this sort: then the list begins at its beginning. */
export function usableKey(by: SortBy, key: PageKey | undefined): PageKey | undefined {
	if (!key) return undefined;
	return (key.value === null ? by.nullable : FITS[by.type]?.(key.value)) ? key : undefined;
}

const FITS: Readonly<Record<string, (value: string) => boolean>> = {
	text: (value) => value.length <= 200 && !value.includes("\0"),
	uuid: isId,
	bigint: (value) => /^-?\d{1,18}$/.test(value),
	numeric: (value) => /^-?\d{1,30}(\.\d{1,30})?$/.test(value),
	smallint: (value) => /^-?\d{1,5}$/.test(value) && Math.abs(Number(value)) < 32_768,
	date: (value) => readDate(value) !== undefined,
	timestamptz: (value) =>
		/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(value) &&
		!Number.isNaN(Date.parse(value.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"))),
};
