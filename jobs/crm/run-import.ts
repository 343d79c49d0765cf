import { runImportJob, SLICE_MS, undoImportJob } from "#app/domain/crm/imports/jobs.ts";
import { runImport } from "#app/domain/crm/imports/run/run-import.ts";
import { undoRun } from "#app/domain/crm/imports/run/undo-run.ts";
import { handles } from "#jobs/handles.ts";
import { stepsOf } from "./steps-of.ts";

export const runImportHandler = handles(runImportJob, ({ orgId, batchId }, run) =>
	runImport(stepsOf(orgId, "Import", run), batchId, { signal: run.signal, sliceMs: SLICE_MS }),
);

export const undoImportHandler = handles(undoImportJob, ({ orgId, batchId }, run) =>
	undoRun(stepsOf(orgId, "Import", run), batchId, { signal: run.signal, sliceMs: SLICE_MS }),
);
