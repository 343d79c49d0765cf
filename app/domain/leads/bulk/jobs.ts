import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** `memberId`: in whose name and with whose rights, as they are when the job runs. */
const OneBatch = z.object({ orgId: z.uuid(), batchId: z.uuid(), memberId: z.uuid() });
export type OneBatch = z.output<typeof OneBatch>;

/** How long one run works before it hands on to the next, which others' jobs may come before. Milliseconds. */
export const SLICE_MS = 10_000;

/** Does the next chunks of a batch of leads, for SLICE_MS, then plans its own next run. */
export const runLeadBatchJob = defineJob({
	name: "leads.run-batch",
	payload: OneBatch,
	retry: { limit: 8, delaySeconds: 1, maxDelaySeconds: 60 },
	// A process that dies gives its batch up to another after this.
	expireSeconds: 30,
	concurrency: 2,
	key: ({ batchId }) => batchId,
});

/** Takes a batch of leads back, for SLICE_MS, then plans its own next run. */
export const undoLeadBatchJob = defineJob({
	name: "leads.undo-batch",
	payload: OneBatch,
	retry: { limit: 8, delaySeconds: 1, maxDelaySeconds: 60 },
	expireSeconds: 30,
	concurrency: 2,
	key: ({ batchId }) => batchId,
});
