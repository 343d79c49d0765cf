import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import { type Batch, readBatch } from "./batch-queries.ts";
import { undoBatchJob } from "./jobs.ts";
import { tellEnd } from "./run/keep-changes.ts";
import { undoChunk } from "./run/undo-chunk.ts";
import { MOST_AT_ONCE } from "./schema.ts";

/**
 * Takes a batch back: a small one at once, a large one by a job. What somebody changed since is left alone and counted.
 * Throws 404, and 409 for one that is not over or was undone already.
 */
export async function undoBatch(ctx: Ctx, id: string): Promise<Batch> {
	const batch = await getOwn(ctx, id);
	if (batch.state !== "done" && batch.state !== "cancelled") {
		throw conflict(
			batch.state === "undone"
				? "This was undone already."
				: "Wait until it is over, or stop it; then it can be undone.",
		);
	}
	const total = batch.changed;
	await ctx.db
		.updateTable("change_batches")
		.set({ state: "undoing", cursor: jsonb({}), done: 0, total })
		.where("id", "=", id)
		.execute();
	if (total <= MOST_AT_ONCE) await undoChunk(ctx, id, MOST_AT_ONCE + 1);
	else await ctx.enqueue(undoBatchJob, { orgId: ctx.org, batchId: id });
	return readBatch(ctx, id);
}

/** Ends a batch where it stands; what is done stays and can be undone. Throws 404, 409. */
export async function stopBatch(ctx: Ctx, id: string): Promise<void> {
	const batch = await getOwn(ctx, id);
	if (batch.state !== "running") throw conflict("This is not running, so there is nothing to stop.");
	await ctx.db
		.updateTable("change_batches")
		.set({ state: "cancelled", ended_at: ctx.now })
		.where("id", "=", id)
		.execute();
	await tellEnd(ctx, batch, "batch.finished");
}

async function getOwn(ctx: Ctx, id: string): Promise<Batch> {
	const batch = await readBatch(ctx, id, true);
	authorize(ctx, EDIT_PERMISSION[batch.type]);
	if (batch.act === "import") throw conflict("An import is undone on its own page.");
	return batch;
}
