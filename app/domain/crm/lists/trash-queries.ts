import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES, recordName } from "../records/columns.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import type { RecordType } from "../records/schema.ts";

export type TrashRow = { id: string; name: string; note: string | null; deletedAt: string };

const PAGE = 50;

/**
 * What lies in the trash of a kind, what was deleted last first, a page by key: one query. Merged contacts are left
 * out, since unmerging brings them back. `q`: those whose name or address holds these words. `older` is the key of the next page; epoch seconds to the microsecond and id.
 */
export async function listTrash(
	ctx: Ctx,
	type: RecordType,
	before?: string,
	q = "",
): Promise<{ rows: TrashRow[]; older: string | null }> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const [at = "", id = ""] = before?.split("_") ?? [];
	const edge =
		/^\d{1,12}(\.\d{1,6})?$/.test(at) && isId(id)
			? sql`and (r.deleted_at, r.id) < (to_timestamp(${at}::numeric), ${id}::uuid)`
			: sql``;
	const note = type === "contact" ? sql`coalesce(r.email::text, r.phone)` : sql`null::text`;
	const live = sql`r.org_id = ${ctx.org} and r.deleted_at is not null ${type === "contact" ? sql`and r.merged_into is null` : sql``}`;
	const table = sql.table(RECORD_TABLES[type]);
	// Words are looked for among the latest, by the index of what was deleted when: one cannot be had for all of it.
	const latest = sql`(select * from ${table} r where ${live} order by r.deleted_at desc, r.id desc limit ${LOOKED_THROUGH})`;
	const { rows } = await sql<Omit<TrashRow, "deletedAt"> & { deleted_at: Date; key: string }>`
		select r.id, ${recordName(type, "r")} as name, ${note} as note, r.deleted_at, extract(epoch from r.deleted_at)::text as key
		from ${q === "" ? table : latest} r where ${live} ${holding(type, q)} ${edge}
		order by r.deleted_at desc, r.id desc limit ${PAGE + 1}`.execute(ctx.db);
	const page = rows.slice(0, PAGE);
	const last = page.at(-1);
	return {
		rows: page.map(({ id, name, note, deleted_at }) => ({ id, name, note, deletedAt: deleted_at.toISOString() })),
		older: rows.length > PAGE && last ? `${last.key}_${last.id}` : null,
	};
}

/** What is looked through for words, of the latest. */
const LOOKED_THROUGH = 50_000;
const MOST_WORDS = 6;

/** Every word of it, wherever it stands in a name or an address. */
function holding(type: RecordType, q: string): RawBuilder<unknown> {
	const words = q.replaceAll("\0", "").toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
	const text =
		type === "contact"
			? sql`concat_ws(' ', r.first_name, r.last_name, r.email::text, r.phone)`
			: sql`${recordName(type, "r")}`;
	const parts = words.map((word) => sql`and position(${word.slice(0, 100)} in lower(${text})) > 0`);
	return parts.length > 0 ? sql.join(parts, sql` `) : sql``;
}
