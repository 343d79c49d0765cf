import { type RawBuilder, sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { KEPT } from "#db/dialects/reading.ts";
import type { CustomField } from "../fields/schema.ts";
import { RECORD_TABLES, recordName } from "../records/columns.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import { type Choice, MOST_NAMED } from "../records/reads/offers.ts";
import type { RecordType } from "../records/schema.ts";
import { type ViewTab, viewsAround } from "../views/view-queries.ts";
import { cellSql, noteSql } from "./column-sql.ts";
import type { ListColumn } from "./columns.ts";
import { cappedCount } from "./count-sql.ts";
import { conditions, countFound, foundFirst, isSearch, MOST_FOUND, type Narrowing } from "./filter-sql.ts";
import { pageRows, usableKey } from "./keyset.ts";
import { LargeLists, nameOfList } from "./large-lists.ts";
import { type ListQuery, writeKey } from "./list-query.ts";
import { shownOrder, sortKey, sortOf } from "./sort-sql.ts";

export const PAGE = 50;
export const MOST_COUNTED = 10_000;
/** The conditions of a list that is not narrowed: its organisation, and not in the trash. */
const PLAIN = 2;

/**
 * What a cell holds: text, a number, epoch seconds of an instant, "YYYY-MM-DD" of a day, [smallest unit, currency] of
 * money, names of tags, option ids of a custom choice, yes or no. Null where there is nothing.
 */
export type Cell = string | number | boolean | string[] | [number | null, string] | null;

/** One line, small because fifty of them travel with every page. */
export type ListRow = [id: string, name: string, note: string | null, ...cells: Cell[]];

/** A count that may have stopped at its cap. */
export type CappedCount = { value: number; over: boolean };

export type ListPage = {
	rows: ListRow[];
	count: CappedCount;
	/** Keys of the pages on either side, as they stand in an address. */
	next: string | null;
	previous: string | null;
	/** The words are so common that only the newest of what holds them was looked at. */
	isCut: boolean;
};

/**
 * What stands around a list: what its filters offer, its saved views, the organisation's own fields. Of members and
 * tags more than MOST_NAMED say that there are others, which are looked for by name.
 */
export type Surroundings = {
	members: Choice[];
	tags: Choice[];
	stages: (Choice & { pipeline: string })[];
	fields: CustomField[];
	views: ViewTab[];
	/** The member's default view. */
	opensWith: string | null;
};

type Wanted = {
	type: RecordType;
	query: ListQuery;
	columns: readonly ListColumn[];
	shown: readonly ListColumn[];
	zone: string;
};
type Raw = Surroundings & { page: [...ListRow, string | null][]; found: number };

/**
 * A page of a list, a capped count and what stands around it: one statement. `columns`: all that the list offers;
 * `shown`: those whose cells the rows hold, in order.
 */
export async function listRecords(ctx: Ctx, wanted: Wanted): Promise<ListPage & Surroundings> {
	authorize(ctx, VIEW_PERMISSION[wanted.type]);
	const name = nameOfList(ctx, { ...wanted, q: wanted.query.q, filters: wanted.query.filters });
	const isLarge = large.has(name);
	const { rows } = await listStatement(ctx, wanted, { isCounted: !isLarge }).execute(ctx.db);
	const { page, found, ...around } = rows[0]!;
	if (!isLarge && found > MOST_COUNTED) large.add(name);
	return { ...around, ...pageOf(wanted, page, found) };
}

const large = new LargeLists();

/**
 * The statement of a page. Apart from its execution, so that its plan can be looked at. `isCounted`: false for a list
 * that is known to hold more than is counted.
 */
export function listStatement(ctx: Ctx, wanted: Wanted, { isCounted = true } = {}): RawBuilder<Raw> {
	const { type, query, columns, shown, zone } = wanted;
	const narrowing = { type, q: query.q, filters: query.filters, columns, zone };
	const where = conditions(ctx, narrowing, { isFoundFirst: true });
	const by = sortOf(type, query.sort, columns);
	const page = { type, by, sort: query.sort, key: usableKey(by, query.key), limit: PAGE + 1 };
	const rows = pageRows(where, { ...page, isFew: isSearch(narrowing) });
	const cells = shown.map((column) => cellSql(type, column));
	const parts = [sql`r.id`, recordName(type, "r"), noteSql(type), ...cells, sortKey(by)];
	// Without a value of the reader's one plan is good for all, and planning takes longer than reading.
	const isPlain = where.length === PLAIN && !page.key;
	return sql<Raw>`${isPlain ? sql.raw(KEPT) : foundFirst(narrowing)}select
		(select coalesce(json_agg(json_build_array(${sql.join(parts)}) order by ${shownOrder(by, query.sort)}), '[]')
			from ${rows} r) as page,
		${isCounted ? (countFound(narrowing) ?? cappedCount(narrowing, where, MOST_COUNTED + 1)) : sql.lit(MOST_COUNTED + 1)} as found,
		${surroundings(ctx, type)}`;
}

function pageOf({ query, type, columns, zone }: Wanted, read: Raw["page"], found: number): ListPage {
	const key = usableKey(sortOf(type, query.sort, columns), query.key);
	const back = key?.back ?? false;
	const more = read.length > PAGE;
	const page = back ? read.slice(-PAGE) : read.slice(0, PAGE);
	const keyOf = (row: Raw["page"][number] | undefined) => (row ? writeKey(row[0], row.at(-1) as string | null) : null);
	const narrowing: Narrowing = { type, q: query.q, filters: query.filters, columns, zone };
	const isCut = isSearch(narrowing) && found >= MOST_FOUND;
	return {
		rows: page.map((row) => row.slice(0, -1) as ListRow),
		count: { value: Math.min(found, MOST_COUNTED), over: found > MOST_COUNTED || isCut },
		next: back || more ? keyOf(page.at(-1)) : null,
		previous: (back ? more : key !== undefined) ? keyOf(page[0]) : null,
		isCut,
	};
}

const list = (part: RawBuilder<unknown>) => sql`(select coalesce(json_agg(row_to_json(x)), '[]') from (${part}) x)`;

function surroundings(ctx: Ctx, type: RecordType): RawBuilder<unknown> {
	const stages =
		type === "deal"
			? sql`select s.id, s.name, p.name as pipeline from pipeline_stages s
				join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
				where s.deleted_at is null and p.deleted_at is null and p.kind = 'deal' order by p.position, p.id, s.position, s.id`
			: sql`select 1 where false`;
	return sql`
		${list(sql`select id, name from memberships order by name, id limit ${MOST_NAMED + 1}`)} as members,
		${list(sql`select id, name from tags order by name limit ${MOST_NAMED + 1}`)} as tags,
		${list(stages)} as stages,
		${list(sql`select f.id, f.key, f.label, f.kind, f.options, f.required, f.position, f.version from custom_fields f
			where f.record_type = ${type} and f.archived_at is null order by f.position, f.id`)} as fields,
		${viewsAround(ctx, type)}`;
}

/** How many records a list holds, counted to `most`; looks at all of them, also where words are common. */
export async function countRecords(ctx: Ctx, narrowing: Narrowing, most: number): Promise<CappedCount> {
	authorize(ctx, VIEW_PERMISSION[narrowing.type]);
	const walk = { after: "00000000-0000-0000-0000-000000000000" };
	const where = conditions(ctx, { ...narrowing, walk });
	const { rows } = await sql<{ found: number }>`select count(*)::int as found from (
		select 1 from ${sql.table(RECORD_TABLES[narrowing.type])} r where ${sql.join(where, sql` and `)} limit ${most + 1}) counted`.execute(
		ctx.db,
	);
	const found = rows[0]?.found ?? 0;
	return { value: Math.min(found, most), over: found > most };
}
