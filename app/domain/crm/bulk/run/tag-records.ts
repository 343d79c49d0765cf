import { sql } from "kysely";
import { recordInBulk } from "#app/domain/events/record-in-bulk.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import type { Batch } from "../batch-queries.ts";
import { doerOf, keepChanges } from "./keep-changes.ts";

/** Puts the batch's tag on records that have it not; how many. */
export async function putTag(ctx: Ctx, batch: Batch, ids: readonly string[]): Promise<number> {
	return finish(ctx, batch, await insertTag(ctx, batch, ids), "added");
}

/** Takes the batch's tag off records that have it; how many. */
export async function takeTag(ctx: Ctx, batch: Batch, ids: readonly string[]): Promise<number> {
	return finish(ctx, batch, await deleteTag(ctx, batch, ids), "removed");
}

/** The tag on records, those that lie in no trash and have it not: their ids. None where the tag was removed. */
export async function insertTag(ctx: Ctx, { type, params }: Batch, ids: readonly string[]): Promise<string[]> {
	const { rows } = await sql<{
		record_id: string;
	}>`insert into record_tags (org_id, record_type, record_id, tag_id, created_at)
		select r.org_id, ${type}, r.id, ${params.tag!.id}::uuid, ${ctx.now}::timestamptz from ${sql.table(RECORD_TABLES[type])} r
		join tags t on t.org_id = r.org_id and t.id = ${params.tag!.id}::uuid
		where r.id = any(${ids}::uuid[]) and r.deleted_at is null
		on conflict do nothing returning record_id`.execute(ctx.db);
	return rows.map(({ record_id }) => record_id);
}

/** The tag off records that have it: their ids. */
export async function deleteTag(ctx: Ctx, { type, params }: Batch, ids: readonly string[]): Promise<string[]> {
	const { rows } = await sql<{ record_id: string }>`delete from record_tags
		where record_type = ${type} and record_id = any(${ids}::uuid[]) and tag_id = ${params.tag!.id}::uuid
		returning record_id`.execute(ctx.db);
	return rows.map(({ record_id }) => record_id);
}

async function finish(ctx: Ctx, batch: Batch, ids: readonly string[], what: "added" | "removed"): Promise<number> {
	await keepChanges(
		ctx,
		batch.id,
		what === "added" ? "tagged" : "untagged",
		ids.map((id) => ({ id, before: {}, after: {}, version: null })),
	);
	await recordTags(ctx, batch, ids, what);
	return ids.length;
}

/** The events of tags that were put on or taken off. */
export function recordTags(ctx: Ctx, batch: Batch, ids: readonly string[], what: "added" | "removed"): Promise<void> {
	const { id: tagId, name: tag } = batch.params.tag!;
	const data = { tag, tagId, batchId: batch.id };
	return recordInBulk(
		ctx,
		doerOf(batch),
		ids.map((id) => ({ name: `tag.${what}`, subject: { type: batch.type, id }, data })),
	);
}
