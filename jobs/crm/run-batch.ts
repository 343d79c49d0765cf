import { runBatchJob, SLICE_MS, undoBatchJob } from "#app/domain/crm/bulk/jobs.ts";
import { runBatch, undoBatchRun } from "#app/domain/crm/bulk/run/run-batch.ts";
import { handles } from "#jobs/handles.ts";
import { stepsOf } from "./steps-of.ts";

export const runBatchHandler = handles(runBatchJob, ({ orgId, batchId }, run) =>
	runBatch(stepsOf(orgId, "Batch", run), batchId, { signal: run.signal, sliceMs: SLICE_MS }),
);

export const undoBatchHandler = handles(undoBatchJob, ({ orgId, batchId }, run) =>
	undoBatchRun(stepsOf(orgId, "Batch", run), batchId, { signal: run.signal, sliceMs: SLICE_MS }),
);
