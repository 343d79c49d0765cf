import { previewImportJob } from "#app/domain/crm/imports/jobs.ts";
import { previewImport } from "#app/domain/crm/imports/run/preview-import.ts";
import { handles } from "#jobs/handles.ts";
import { stepsOf } from "./steps-of.ts";

export const previewImportHandler = handles(previewImportJob, ({ orgId, batchId, key }, run) =>
	previewImport(stepsOf(orgId, "Import", run), { batchId, key, signal: run.signal }),
);
