import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Takes over an answer to a member whose writer died: its lease has run out and nobody finished it. */
export const finishMemberAnswerJob = defineJob({
	name: "assistant.finish-member-answer",
	payload: z.object({ orgId: z.uuid(), answerId: z.uuid() }),
	retry: { limit: 5, delaySeconds: 2, maxDelaySeconds: 60 },
	expireSeconds: 120,
	concurrency: 5,
});
