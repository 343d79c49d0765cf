import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isRecordType, type ListKind, type RecordType } from "../records/schema.ts";
import type { BatchKind, BatchParams, BulkAct } from "./schema.ts";

const COLUMNS = [
	...(["id", "kind", "record_type", "title", "params", "state", "reason", "total", "done", "updated_count"] as const),
	...(["skipped_count", "refused_count", "cursor", "member_id", "member_name", "created_at", "ended_at"] as const),
] as const;

/**
 * A batch as its page shows it, of records or of leads. `changed`: those that it changed; `skipped`: those that were so
 * already; `refused`: those that a rule kept from it, with its reason in `batch_refusals`.
 */
export type AnyBatch = ReturnType<typeof batchOf>;

/** A batch of records, or an import of them. */
export type Batch = Omit<AnyBatch, "type" | "act" | "params"> & {
	type: RecordType;
	act: BulkAct | "import";
	params: BatchParams;
};

/** A batch of any kind that is not an import, in words and figures: one query. 404 for none. */
export async function getBatch(ctx: Ctx, id: string): Promise<AnyBatch> {
	authorize(ctx, "contacts.view");
	return readAnyBatch(ctx, id);
}

/** As `getBatch`, for commands and jobs; `lock` holds it until the commit. */
export async function readAnyBatch(ctx: Ctx, id: string, lock = false): Promise<AnyBatch> {
	const query = ctx.db.selectFrom("change_batches").select(COLUMNS).where("id", "=", id);
	const row = isId(id) ? await (lock ? query.forUpdate() : query).executeTakeFirst() : undefined;
	if (!row) throw notFound("batch");
	return batchOf(row);
}

/** As `readAnyBatch`, of records only. 404 for one of leads. */
export async function readBatch(ctx: Ctx, id: string, lock = false): Promise<Batch> {
	const batch = await readAnyBatch(ctx, id, lock);
	if (!isRecordType(batch.type)) throw notFound("batch");
	return batch as Batch;
}

type Row = { [Name in (typeof COLUMNS)[number]]: unknown };

function batchOf(row: Row) {
	return {
		id: row.id as string,
		act: row.kind as BatchKind,
		type: row.record_type as ListKind,
		title: row.title as string,
		params: row.params as Partial<BatchParams> & Record<string, unknown>,
		state: row.state as "waiting" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone" | "draft",
		reason: row.reason as string | null,
		total: row.total as number,
		done: row.done as number,
		changed: row.updated_count as number,
		skipped: row.skipped_count as number,
		refused: row.refused_count as number,
		cursor: row.cursor as { after?: string },
		memberId: row.member_id as string | null,
		memberName: row.member_name as string,
		createdAt: (row.created_at as Date).toISOString(),
		endedAt: (row.ended_at as Date | null)?.toISOString() ?? null,
	};
}

const PAGE = 50;

/** Batches, imports too, newest first, a page by key: one query. */
export async function listBatches(ctx: Ctx, before?: string): Promise<{ batches: AnyBatch[]; older: string | null }> {
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
