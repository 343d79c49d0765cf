import type { Step } from "#app/domain/files/store-file.ts";
import { Pace } from "../../imports/run/pace.ts";
import { runBatchJob, undoBatchJob } from "../jobs.ts";
import { runChunk } from "./run-chunk.ts";
import { undoChunk } from "./undo-chunk.ts";

type Until = { signal: AbortSignal; sliceMs: number };

/**
 * Does the chunks of a batch, each a transaction with the place reached, for `sliceMs`; then plans the next run. A
 * process that dies has done a chunk or not, and the next goes on at that place.
 */
export function runBatch(step: Step, batchId: string, until: Until): Promise<void> {
	return inChunks(step, batchId, until, { chunk: runChunk, job: runBatchJob });
}

/** As `runBatch`, for taking a batch back. */
export function undoBatchRun(step: Step, batchId: string, until: Until): Promise<void> {
	return inChunks(step, batchId, until, { chunk: undoChunk, job: undoBatchJob });
}

type Work = { chunk: typeof runChunk | typeof undoChunk; job: typeof runBatchJob };

async function inChunks(step: Step, batchId: string, { signal, sliceMs }: Until, { chunk, job }: Work): Promise<void> {
	const until = performance.now() + sliceMs;
	const pace = new Pace();
	for (;;) {
		const started = performance.now();
		const looked = await step((ctx) => chunk(ctx, batchId, pace.size));
		if (looked === 0) return;
		pace.learn(looked, performance.now() - started);
		if (signal.aborted || performance.now() > until) {
			await step((ctx) => ctx.enqueue(job, { orgId: ctx.org, batchId }));
			return;
		}
	}
}
