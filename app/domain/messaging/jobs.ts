import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

const OneMessage = z.object({ orgId: z.uuid(), messageId: z.uuid() });

/** Takes one message from the outbox to its provider, or looks up what became of it. Trying again is the outbox's own. */
export const sendMessageJob = defineJob({
	name: "messaging.send-message",
	payload: OneMessage,
	retry: { limit: 3, delaySeconds: 10, maxDelaySeconds: 120 },
	expireSeconds: 180,
	concurrency: 10,
});

/** As `sendMessageJob`, asked for by the sweep: at most one waits for each message. */
export const recoverMessageJob = defineJob({
	name: "messaging.recover-message",
	payload: OneMessage,
	retry: { limit: 1, delaySeconds: 10, maxDelaySeconds: 60 },
	expireSeconds: 180,
	concurrency: 5,
	key: ({ messageId }) => messageId,
});

/** Every minute: finds messages that wait without a job, are due, or were being sent when their process died. */
export const sweepOutboxJob = defineJob({
	name: "messaging.sweep-outbox",
	payload: z.object({}),
	retry: { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 },
	expireSeconds: 50,
	concurrency: 1,
	key: () => "sweep",
});

/** Asks the SMS provider what a text has cost, once it knows. */
export const fetchCostJob = defineJob({
	name: "messaging.fetch-cost",
	payload: OneMessage,
	retry: { limit: 5, delaySeconds: 600, maxDelaySeconds: 7_200 },
	expireSeconds: 60,
	concurrency: 2,
	key: ({ messageId }) => messageId,
});
