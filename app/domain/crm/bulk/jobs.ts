import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

const OneBatch = z.object({ orgId: z.uuid(), batchId: z.uuid() });

/** How long one run works before it hands on to the next, which others' jobs may come before. Milliseconds. */
export const SLICE_MS = 10_000;

/** Does the next chunks of a batch, for SLICE_MS, then plans its own next run. */
export const runBatchJob = defineJob({
	name: "crm.run-batch",
	payload: OneBatch,
	retry: { limit: 8, delaySeconds: 1, maxDelaySeconds: 60 },
	// A process that dies gives its batch up to another after this.
	expireSeconds: 30,
	concurrency: 2,
	key: ({ batchId }) => batchId,
});

/** Takes a batch back, for SLICE_MS, then plans its own next run. */
export const undoBatchJob = defineJob({
	name: "crm.undo-batch",
	payload: OneBatch,
	retry: { limit: 8, delaySeconds: 1, maxDelaySeconds: 60 },
	expireSeconds: 30,
	concurrency: 2,
	key: ({ batchId }) => batchId,
});
