import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Reads an uploaded contract and keeps its terms. Starts over when it is run again, and makes one version. */
export const readContractJob = defineJob({
	name: "artifacts.read-contract",
	payload: z.object({ orgId: z.uuid(), contractId: z.uuid() }),
	retry: { limit: 3, delaySeconds: 5, maxDelaySeconds: 60 },
	expireSeconds: 300,
	// Somebody waits for it, and two at once make one version.
	heartbeatSeconds: 30,
	concurrency: 1,
	key: ({ contractId }) => contractId,
});

/** Ends the contracts whose last try died with its process. */
export const sweepReadingsJob = defineJob({ name: "artifacts.sweep-readings", payload: z.object({}) });
