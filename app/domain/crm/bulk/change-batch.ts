import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { LIST_EDIT_PERMISSION } from "../records/permissions.ts";
import { type AnyBatch, readAnyBatch } from "./batch-queries.ts";
import type { Doing } from "./begin-batch.ts";
import { undoBatchJob } from "./jobs.ts";
import { tellEnd } from "./run/keep-changes.ts";
import { undoChunk } from "./run/undo-chunk.ts";
import { MOST_AT_ONCE } from "./schema.ts";

const OF_RECORDS: Doing = {
	chunk: undoChunk,
	atOnce: MOST_AT_ONCE,
	plan: (ctx, batchId) => ctx.enqueue(undoBatchJob, { orgId: ctx.org, batchId }),
};

/**
 * Takes a batch back: a small one at once, a large one by a job. What somebody changed since is left alone and counted.
 * `how`: of records, unless another room says how its own are taken back. Throws 404, and 409 for one that is not over
 * or was undone already.
 */
export async function undoBatch(ctx: Ctx, id: string, how: Doing = OF_RECORDS): Promise<AnyBatch> {
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
	if (total <= how.atOnce) await how.chunk(ctx, id, how.atOnce + 1);
	else await how.plan(ctx, id);
	return readAnyBatch(ctx, id);
}

/** Ends a batch where it stands; what is done stays and can be undone. Throws 404, 409. */
export async function stopBatch(ctx: Ctx, id: string): Promise<void> {
	const batch = await getOwn(ctx, id);
	if (batch.state !== "running") throw conflict("This is not running, so there is nothing to stop.");
	await endBatch(ctx, batch, null);
}

/** Marks a running batch as stopped, with the reason where it was not somebody's press. */
export async function endBatch(ctx: Ctx, batch: AnyBatch, reason: string | null): Promise<void> {
	await ctx.db
		.updateTable("change_batches")
		.set({ state: "cancelled", ended_at: ctx.now, reason })
		.where("id", "=", batch.id)
		.execute();
	await tellEnd(ctx, batch, "batch.finished");
}

async function getOwn(ctx: Ctx, id: string): Promise<AnyBatch> {
	const batch = await readAnyBatch(ctx, id, true);
	authorize(ctx, LIST_EDIT_PERMISSION[batch.type]);
	if (batch.act === "import") throw conflict("An import is undone on its own page.");
	return batch;
}
