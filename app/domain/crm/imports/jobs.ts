import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

const OneBatch = z.object({ orgId: z.uuid(), batchId: z.uuid() });

/** Counts over a whole file what an import would do. Starts over when it is run again: nothing is changed by it. */
export const previewImportJob = defineJob({
	name: "crm.preview-import",
	payload: OneBatch.extend({ key: z.string() }),
	retry: { limit: 2, delaySeconds: 2, maxDelaySeconds: 10 },
	expireSeconds: 900,
	concurrency: 2,
	key: ({ batchId, key }) => `${batchId} ${key}`,
});

/** How long one run works before it hands on to the next, which others' jobs may come before. Milliseconds. */
export const SLICE_MS = 10_000;

/** Takes the next rows of an import in, for SLICE_MS, then plans its own next run. */
export const runImportJob = defineJob({
	name: "crm.run-import",
	payload: OneBatch,
	retry: { limit: 8, delaySeconds: 1, maxDelaySeconds: 60 },
	// A process that dies gives its import up to another after this.
	expireSeconds: 30,
	concurrency: 2,
	key: ({ batchId }) => batchId,
});

/** Takes an import back, for SLICE_MS, then plans its own next run. */
export const undoImportJob = defineJob({
	name: "crm.undo-import",
	payload: OneBatch,
	retry: { limit: 8, delaySeconds: 1, maxDelaySeconds: 60 },
	expireSeconds: 30,
	concurrency: 2,
	key: ({ batchId }) => batchId,
});
