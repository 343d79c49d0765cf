import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../fields/field-queries.ts";
import { columnsOf, DEFAULT_SORT } from "../lists/columns.ts";
import { conditions, MOST_WALKED, type Narrowing, nextByWords } from "../lists/filter-sql.ts";
import { countRecords } from "../lists/list-queries.ts";
import { readListQuery, writeListQuery } from "../lists/list-query.ts";
import { RECORD_TABLES } from "../records/columns.ts";
import type { RecordType } from "../records/schema.ts";
import type { BatchParams, BulkAct } from "./schema.ts";

type Selected = { type: RecordType; act: BulkAct | "import"; params: BatchParams };

export const NOTHING_YET = "00000000-0000-0000-0000-000000000000";

/** What the address of a list narrows it to. */
export async function narrowingOf(ctx: Ctx, type: RecordType, query: string, zone: string): Promise<Narrowing> {
	const columns = columnsOf(type, query.includes("field") ? await listFields(ctx, type) : []);
	const { q, filters } = readListQuery(new URLSearchParams(query), columns);
	return { type, q, filters, columns, zone };
}

/** The query as a job reads it, in whose name or hour it ever runs: "me" is who asks now. */
export async function fixQuery(ctx: Ctx, type: RecordType, query: string): Promise<string> {
	const me = ctx.actor.kind === "member" ? ctx.actor.id : undefined;
	const { q, filters } = await narrowingOf(ctx, type, query, "UTC");
	const fixed = filters.map((filter) =>
		filter.column === "owner" && me
			? {
					...filter,
					value: filter.value
						.split(",")
						.map((one) => (one === "me" ? me : one))
						.join(","),
				}
			: filter,
	);
	return writeListQuery({ q, filters: fixed, sort: DEFAULT_SORT, columns: [] });
}

/** How many records an act is about, counted one by one. */
export async function countSelection(ctx: Ctx, { type, act, params }: Selected): Promise<number> {
	if (params.query !== undefined) {
		const narrowing = await narrowingOf(ctx, type, params.query, params.zone);
		return (await countRecords(ctx, narrowing, MOST_WALKED)).value;
	}
	const ids = params.ids ?? [];
	const trash = act === "restore" ? sql`is not null` : sql`is null`;
	const { rows } = await sql<{ found: number }>`select count(*)::int as found from ${sql.table(RECORD_TABLES[type])} r
		where r.id = any(${ids}::uuid[]) and r.deleted_at ${trash}`.execute(ctx.db);
	return rows[0]?.found ?? 0;
}

/** How many deals an act would bring to a stage: those selected that stand elsewhere. */
export async function countComing(ctx: Ctx, { type, params }: Selected, stageId: string): Promise<number> {
	if (params.query === undefined) {
		const { rows } = await sql<{ found: number }>`select count(*)::int as found from deals d
			where d.id = any(${params.ids ?? []}::uuid[]) and d.deleted_at is null and d.stage_id <> ${stageId}::uuid`.execute(
			ctx.db,
		);
		return rows[0]?.found ?? 0;
	}
	const narrowing = await narrowingOf(ctx, type, params.query, params.zone);
	const filters = [...narrowing.filters, { column: "stage", op: "not" as const, value: stageId }];
	return (await countRecords(ctx, { ...narrowing, filters }, MOST_WALKED)).value;
}

/** The next records of an act behind `after`, in the order of ids. `last`: where the chunk after them begins. */
export async function nextOf(
	ctx: Ctx,
	{ type, params }: Selected,
	after: string,
	most: number,
	startedAt: string,
): Promise<{ ids: string[]; last: string | null }> {
	if (params.query === undefined) {
		const ids = (params.ids ?? []).filter((id) => id > after).slice(0, most);
		return { ids, last: ids.length === most ? ids.at(-1)! : null };
	}
	const narrowing = { ...(await narrowingOf(ctx, type, params.query, params.zone)), walk: { after } };
	const found = await nextByWords(ctx, narrowing, after, most);
	const where = conditions(ctx, found?.rest ?? narrowing);
	const among = found ? sql`r.id = any(${found.ids}::uuid[])` : sql`r.id > ${after}::uuid`;
	// What comes in while the batch runs is none of its business.
	const { rows } = await sql<{ id: string }>`select r.id from ${sql.table(RECORD_TABLES[type])} r
		where ${sql.join(where, sql` and `)} and ${among} and r.created_at <= ${startedAt}::timestamptz
		order by r.id limit ${most}`.execute(ctx.db);
	const ids = rows.map(({ id }) => id);
	const looked = found ? found.ids : ids;
	return { ids, last: looked.length === most ? looked.at(-1)! : null };
}
