import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Takes over an answer whose writer died: its lease has run out and nobody finished it. */
export const finishAnswerJob = defineJob({
	name: "assistant.finish-answer",
	payload: z.object({ orgId: z.uuid(), messageId: z.uuid() }),
	retry: { limit: 5, delaySeconds: 2, maxDelaySeconds: 60 },
	expireSeconds: 120,
	concurrency: 5,
});

/** Makes a task of a customer's wish for a person. */
export const askPersonJob = defineJob({
	name: "assistant.ask-person",
	payload: z.object({ orgId: z.uuid(), conversationId: z.uuid() }),
});

/** Makes a task of what a customer answered by SMS or email. */
export const noteReplyJob = defineJob({
	name: "assistant.note-reply",
	payload: z.object({ orgId: z.uuid(), eventId: z.uuid() }),
});
