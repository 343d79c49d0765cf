import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";
import { INSIGHT_TYPES } from "./schema.ts";

/** Writes the insight of a record. Asked for several times while it waits, it is written once. */
export const writeInsightJob = defineJob({
	name: "crm.write-insight",
	payload: z.object({ orgId: z.uuid(), type: z.enum(INSIGHT_TYPES), recordId: z.uuid() }),
	key: ({ orgId, recordId }) => `${orgId}:${recordId}`,
	concurrency: 4,
	retry: { limit: 2, delaySeconds: 5, maxDelaySeconds: 60 },
});
