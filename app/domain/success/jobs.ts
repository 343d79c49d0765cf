import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Decides an organisation's plays anew; with `accountId` those of that account and of its owners' others. */
export const orchestrateJob = defineJob({
	name: "success.orchestrate",
	payload: z.object({ orgId: z.uuid(), accountId: z.uuid().optional() }),
	key: ({ orgId, accountId }) => `${orgId}:${accountId ?? "all"}`,
	concurrency: 2,
	expireSeconds: 300,
});

/** Finds whose facts an event moved, and asks for their plays. */
export const followAccountsJob = defineJob({
	name: "success.follow-accounts",
	payload: z.object({ orgId: z.uuid(), eventId: z.uuid() }),
});

/** Every hour: has the plays decided of the organisations whose morning it is. */
export const scheduleMorningsJob = defineJob({
	name: "success.schedule-mornings",
	payload: z.object({}),
	concurrency: 1,
});

/** Brings back what was put off and is due; planned for that instant. */
export const returnPlaysJob = defineJob({
	name: "success.return-plays",
	payload: z.object({ orgId: z.uuid() }),
	concurrency: 2,
});
