import type { Step } from "#app/domain/files/store-file.ts";
import type { Ctx } from "#db/context.ts";
import { Pace } from "../../imports/run/pace.ts";
import { runBatchJob, undoBatchJob } from "../jobs.ts";
import { runChunk } from "./run-chunk.ts";
import { undoChunk } from "./undo-chunk.ts";

export type Until = { signal: AbortSignal; sliceMs: number };

/**
 * Does the chunks of a batch, each a transaction with the place reached, for `sliceMs`; then plans the next run. A
 * process that dies has done a chunk or not, and the next goes on at that place.
 */
export function runBatch(step: Step, batchId: string, until: Until): Promise<void> {
	return inChunks(step, until, {
		chunk: (ctx, most) => runChunk(ctx, batchId, most),
		plan: (ctx) => ctx.enqueue(runBatchJob, { orgId: ctx.org, batchId }),
	});
}

/** As `runBatch`, for taking a batch back. */
export function undoBatchRun(step: Step, batchId: string, until: Until): Promise<void> {
	return inChunks(step, until, {
		chunk: (ctx, most) => undoChunk(ctx, batchId, most),
		plan: (ctx) => ctx.enqueue(undoBatchJob, { orgId: ctx.org, batchId }),
	});
}

/** `chunk` answers how many it looked at, 0 when it is over; `first`: how many the first chunk has. */
export type Work = {
	chunk(ctx: Ctx, most: number): Promise<number>;
	plan(ctx: Ctx): Promise<void>;
	first?: number;
};

/** Does chunk after chunk, each as large as fits its time, until it is over or the slice is; then plans the next run. */
export async function inChunks(step: Step, { signal, sliceMs }: Until, { chunk, plan, first }: Work): Promise<void> {
	const until = performance.now() + sliceMs;
	const pace = new Pace(first);
	for (;;) {
		const started = performance.now();
		const looked = await step((ctx) => chunk(ctx, pace.size));
		if (looked === 0) return;
		pace.learn(looked, performance.now() - started);
		if (signal.aborted || performance.now() > until) {
			await step(plan);
			return;
		}
	}
}
