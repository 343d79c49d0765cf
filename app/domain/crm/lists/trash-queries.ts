import { sql } from "kysely";
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
 * out, since unmerging brings them back. `older` is the key of the next page; epoch seconds to the microsecond and id.
 */
export async function listTrash(
	ctx: Ctx,
	type: RecordType,
	before?: string,
): Promise<{ rows: TrashRow[]; older: string | null }> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const [at = "", id = ""] = before?.split("_") ?? [];
	const edge =
		/^\d{1,12}(\.\d{1,6})?$/.test(at) && isId(id)
			? sql`and (r.deleted_at, r.id) < (to_timestamp(${at}::numeric), ${id}::uuid)`
			: sql``;
	const note = type === "contact" ? sql`coalesce(r.email::text, r.phone)` : sql`null::text`;
	const { rows } = await sql<Omit<TrashRow, "deletedAt"> & { deleted_at: Date; key: string }>`
		select r.id, ${recordName(type, "r")} as name, ${note} as note, r.deleted_at, extract(epoch from r.deleted_at)::text as key
		from ${sql.table(RECORD_TABLES[type])} r
		where r.org_id = ${ctx.org} and r.deleted_at is not null ${type === "contact" ? sql`and r.merged_into is null` : sql``} ${edge}
		order by r.deleted_at desc, r.id desc limit ${PAGE + 1}`.execute(ctx.db);
	const page = rows.slice(0, PAGE);
	const last = page.at(-1);
	return {
		rows: page.map(({ id, name, note, deleted_at }) => ({ id, name, note, deletedAt: deleted_at.toISOString() })),
		older: rows.length > PAGE && last ? `${last.key}_${last.id}` : null,
	};
}
