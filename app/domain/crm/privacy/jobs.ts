import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Erases what is held on a person, as somebody asked. Runs on where it was cut off. */
export const eraseContactJob = defineJob({
	name: "crm.erase-contact",
	payload: z.object({ orgId: z.uuid(), erasureId: z.uuid() }),
	key: ({ orgId, erasureId }) => `${orgId}:${erasureId}`,
	concurrency: 1,
	expireSeconds: 900,
	retry: { limit: 10, delaySeconds: 10, maxDelaySeconds: 600 },
});
