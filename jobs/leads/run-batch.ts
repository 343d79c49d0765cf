import { runLeadBatchJob, SLICE_MS, undoLeadBatchJob } from "#app/domain/leads/bulk/jobs.ts";
import { runLeadBatch, type StepAs, undoLeadBatchRun } from "#app/domain/leads/bulk/run/run-lead-batch.ts";
import { inOrg } from "#db/context.ts";
import { handles, type Run } from "#jobs/handles.ts";

export const runLeadBatchHandler = handles(runLeadBatchJob, (payload, run) =>
	runLeadBatch(stepAs(payload.orgId, run), payload, { signal: run.signal, sliceMs: SLICE_MS }),
);

export const undoLeadBatchHandler = handles(undoLeadBatchJob, (payload, run) =>
	undoLeadBatchRun(stepAs(payload.orgId, run), payload, { signal: run.signal, sliceMs: SLICE_MS }),
);

function stepAs(org: string, { requestId }: Run): StepAs {
	return (actor) => (fn) => inOrg({ org, actor, requestId }, fn);
}
