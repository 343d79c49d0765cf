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

/** Works on what an outside system posted of accounts. */
export const takeDeliveryJob = defineJob({
	name: "success.take-delivery",
	payload: z.object({ orgId: z.uuid(), deliveryId: z.uuid() }),
	key: ({ deliveryId }) => deliveryId,
	concurrency: 2,
	expireSeconds: 120,
});

/** Deletes what became of old deliveries. */
export const forgetDeliveriesJob = defineJob({
	name: "success.forget-deliveries",
	payload: z.object({}),
	concurrency: 1,
	expireSeconds: 600,
	key: () => "all",
});
