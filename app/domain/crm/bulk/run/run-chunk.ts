import type { Ctx } from "#db/context.ts";
import { type Batch, readBatch } from "../batch-queries.ts";
import { NOTHING_YET, nextOf } from "../selection.ts";
import { advance } from "./advance.ts";
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
	return advance(ctx, batch, { looked: ids.length, changed, refused: 0, last });
}

function changeRecords(ctx: Ctx, batch: Batch, ids: readonly string[]): Promise<number> {
	if (batch.act === "tag") return putTag(ctx, batch, ids);
	if (batch.act === "untag") return takeTag(ctx, batch, ids);
	return batch.params.custom ? setCustomField(ctx, batch, ids) : setOnRecords(ctx, batch, ids);
}
