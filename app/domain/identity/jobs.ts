import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/**
 * Sends one mail of the system outbox. Its three tries are its own (1 s, 5 s and 30 s): pg-boss's backoff doubles and
 * cannot say that. What pg-boss retries is a process that died.
 */
export const sendSystemMailJob = defineJob({
	name: "identity.send-system-mail",
	payload: z.object({ mailId: z.uuid() }),
	retry: { limit: 2, delaySeconds: 5, maxDelaySeconds: 60 },
});

/** Removes what identity keeps no longer: ended sessions, spent tokens, old mail, full buckets, old security events. */
export const tidyIdentityJob = defineJob({
	name: "identity.tidy",
	payload: z.object({}),
	concurrency: 1,
	expireSeconds: 600,
});
