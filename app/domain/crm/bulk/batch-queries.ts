import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { RecordType } from "../records/schema.ts";
import type { BatchParams, BulkAct } from "./schema.ts";

const COLUMNS = [
	...(["id", "kind", "record_type", "title", "params", "state", "reason", "total", "done", "updated_count"] as const),
	...(["skipped_count", "cursor", "member_id", "member_name", "created_at", "ended_at"] as const),
] as const;

/** A batch as its page shows it. `changed`: records that it changed; `skipped`: those that were so already. */
export type Batch = Awaited<ReturnType<typeof readBatch>>;

/** A batch of any kind that is not an import, in words and figures: one query. 404 for none. */
export async function getBatch(ctx: Ctx, id: string): Promise<Batch> {
	authorize(ctx, "contacts.view");
	return readBatch(ctx, id);
}

/** As `getBatch`, for commands and jobs; `lock` holds it until the commit. */
export async function readBatch(ctx: Ctx, id: string, lock = false) {
	const query = ctx.db.selectFrom("change_batches").select(COLUMNS).where("id", "=", id);
	const row = isId(id) ? await (lock ? query.forUpdate() : query).executeTakeFirst() : undefined;
	if (!row) throw notFound("batch");
	return batchOf(row);
}

type Row = { [Name in (typeof COLUMNS)[number]]: unknown };

function batchOf(row: Row) {
	return {
		id: row.id as string,
		act: row.kind as BulkAct | "import",
		type: row.record_type as RecordType,
		title: row.title as string,
		params: row.params as BatchParams,
		state: row.state as "waiting" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone" | "draft",
		reason: row.reason as string | null,
		total: row.total as number,
		done: row.done as number,
		changed: row.updated_count as number,
		skipped: row.skipped_count as number,
		cursor: row.cursor as { after?: string },
		memberId: row.member_id as string | null,
		memberName: row.member_name as string,
		createdAt: (row.created_at as Date).toISOString(),
		endedAt: (row.ended_at as Date | null)?.toISOString() ?? null,
	};
}

const PAGE = 50;

/** Batches, imports too, newest first, a page by key: one query. */
export async function listBatches(ctx: Ctx, before?: string): Promise<{ batches: Batch[]; older: string | null }> {
	authorize(ctx, "contacts.view");
	const rows = await ctx.db
		.selectFrom("change_batches")
		.select(COLUMNS)
		.where("state", "<>", "draft")
		.$if(isId(before), (query) => query.where("id", "<", before as string))
		.orderBy("id", "desc")
		.limit(PAGE + 1)
		.execute();
	const batches = rows.slice(0, PAGE).map(batchOf);
	return { batches, older: rows.length > PAGE ? (batches.at(-1)?.id ?? null) : null };
}
