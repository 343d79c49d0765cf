import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { type Batch, readBatch } from "../batch-queries.ts";
import { NOTHING_YET, nextOf } from "../selection.ts";
import { tellEnd } from "./keep-changes.ts";
import { setCustomField } from "./set-custom-field.ts";
import { setOnRecords } from "./set-on-records.ts";
import { putTag, takeTag } from "./tag-records.ts";

/**
 * Does the next chunk of a batch, of at most `most` records, with the place reached; how many were looked at, 0 when
 * the batch is over. The batch is held meanwhile, so that two who work on it take turns.
 */
export async function runChunk(ctx: Ctx, batchId: string, most: number): Promise<number> {
	const batch = await readBatch(ctx, batchId, true);
	if (batch.state !== "running") return 0;
	const after = batch.cursor.after ?? NOTHING_YET;
	const { ids, last } = await nextOf(ctx, batch, after, most, batch.createdAt);
	const changed = ids.length > 0 ? await changeRecords(ctx, batch, ids) : 0;
	const isOver = last === null;
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({
			done: eb("done", "+", ids.length),
			updated_count: eb("updated_count", "+", changed),
			skipped_count: eb("skipped_count", "+", ids.length - changed),
			cursor: jsonb(last ? { after: last } : {}),
			// Others may have changed meanwhile what the batch was to find: what it found is what there was.
			...(isOver ? { state: "done", ended_at: ctx.now, total: eb("done", "+", ids.length) } : {}),
		}))
		.where("id", "=", batchId)
		.execute();
	if (isOver) await tellEnd(ctx, batch, "batch.finished");
	return isOver ? 0 : Math.max(1, ids.length);
}

function changeRecords(ctx: Ctx, batch: Batch, ids: readonly string[]): Promise<number> {
	if (batch.act === "tag") return putTag(ctx, batch, ids);
	if (batch.act === "untag") return takeTag(ctx, batch, ids);
	return batch.params.custom ? setCustomField(ctx, batch, ids) : setOnRecords(ctx, batch, ids);
}
