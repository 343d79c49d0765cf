import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Looks for the duplicates of a contact that was added or changed. */
export const findDuplicatesJob = defineJob({
	name: "crm.find-duplicates",
	payload: z.object({ orgId: z.uuid(), eventId: z.uuid() }),
	concurrency: 2,
});

/** Looks for the duplicates of what an import made or changed, some hundreds at a time, then plans its next run. */
export const findImportedDuplicatesJob = defineJob({
	name: "crm.find-imported-duplicates",
	payload: z.object({ orgId: z.uuid(), batchId: z.uuid(), after: z.uuid().optional() }),
	concurrency: 1,
	expireSeconds: 60,
	key: ({ batchId }) => batchId,
});
