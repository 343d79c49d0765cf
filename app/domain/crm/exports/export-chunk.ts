import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { cellSql, fieldValueColumn } from "../lists/column-sql.ts";
import type { ListColumn } from "../lists/columns.ts";
import { conditions, isSearch } from "../lists/filter-sql.ts";
import { pageRows, usableKey } from "../lists/keyset.ts";
import type { Cell } from "../lists/list-queries.ts";
import type { ListQuery, PageKey } from "../lists/list-query.ts";
import { shownOrder, sortKey, sortOf } from "../lists/sort-sql.ts";
import { RECORD_TABLES, recordName } from "../records/columns.ts";
import type { RecordType } from "../records/schema.ts";

/** What is exported: a list as its page has it. `columns`: all that it offers; `shown`: those in the file, in order. */
export type Export = {
	type: RecordType;
	query: Pick<ListQuery, "q" | "filters" | "sort">;
	columns: readonly ListColumn[];
	shown: readonly ListColumn[];
	zone: string;
};

export type ExportRow = [id: string, name: string, ...cells: Cell[]];

const CHUNK = 500;
const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * The next rows of an export, in the list's order, and where the one after begins (null: that was all). What is found
 * by words comes in the order in which it was added: a list looks at the newest thousand only, an export at all.
 */
export async function exportChunk(
	ctx: Ctx,
	wanted: Export,
	after?: string,
): Promise<{ rows: ExportRow[]; next: string | null }> {
	authorize(ctx, "records.export");
	const { type, query, columns, shown, zone } = wanted;
	const narrowing = { type, q: query.q, filters: query.filters, columns, zone };
	const key = after === undefined ? undefined : (JSON.parse(after) as PageKey);
	const walks = isSearch(narrowing);
	const from = key?.id ?? FIRST;
	const by = sortOf(type, query.sort, columns);
	const where = conditions(ctx, walks ? { ...narrowing, walk: { after: from } } : narrowing);
	const source = walks
		? sql`(select r.* from ${sql.table(RECORD_TABLES[type])} r where ${sql.join([...where, sql`r.id > ${from}::uuid`], sql` and `)} order by r.id limit ${CHUNK})`
		: pageRows(where, { type, by, sort: query.sort, key: usableKey(by, key), limit: CHUNK, isFew: false });
	const order = walks ? sql`r.id` : shownOrder(by, query.sort);
	const cells = [sql`r.id`, recordName(type, "r"), ...shown.map((column) => wholeCell(type, column))];
	const { rows } = await sql<{ cells: ExportRow; key: string | null }>`
		select json_build_array(${sql.join(cells)}) as cells, ${sortKey(by)} as key from ${source} r order by ${order} limit ${CHUNK}`.execute(
		ctx.db,
	);
	const last = rows.at(-1);
	const next =
		rows.length === CHUNK && last ? JSON.stringify({ id: last.cells[0], value: last.key, back: false }) : null;
	return { rows: rows.map((row) => row.cells), next };
}

/** A list shows the beginning of long texts of custom fields; a file holds them whole. */
function wholeCell(type: RecordType, column: ListColumn) {
	if (!column.fieldId || (column.kind !== "text" && column.kind !== "link")) return cellSql(type, column);
	return sql`(select ${sql.ref(`v.${fieldValueColumn(column)}`)} from custom_values v
		where v.org_id = r.org_id and v.record_id = r.id and v.field_id = ${column.fieldId})`;
}

/** Writes that a list was taken along, and how it was narrowed: once, when its first rows are read. */
export async function recordExport(
	ctx: Ctx,
	list: { records: string } & Record<string, unknown>,
	format: "csv" | "json",
): Promise<void> {
	authorize(ctx, "records.export");
	const who =
		ctx.actor.kind === "member" ? { type: "member", id: ctx.actor.id } : { type: "organisation", id: ctx.org };
	await ctx.record({ name: "records.exported", subject: who, data: { ...list, format } });
}
