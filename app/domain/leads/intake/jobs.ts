import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/**
 * Works on one stored delivery: the order in it becomes a lead or changes one, an appointment has its calendar read, a
 * customer or a vehicle is brought in step, and the rest is ignored with its reason.
 */
export const importOrderJob = defineJob({
	name: "leads.import-order",
	payload: z.object({ orgId: z.uuid(), deliveryId: z.uuid() }),
	expireSeconds: 180,
});

/**
 * Asks the shop for what a lead lacks. It plans its own next try, so that a shop's Retry-After is honoured and the
 * wait is told on the lead; the queue's retries are for faults of ours.
 */
export const enrichLeadJob = defineJob({
	name: "leads.enrich-lead",
	payload: z.object({ orgId: z.uuid(), leadId: z.uuid(), attempt: z.number().int().min(0).max(1_000) }),
	expireSeconds: 180,
	key: ({ leadId }) => leadId,
});

/** Tries of `enrichLeadJob`: half a minute, then twice as long each time, a quarter of an hour at most; two days of it. */
export const MOST_ENRICHMENTS = 200;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** How long after a failed try (0 is the first) the next one is, in milliseconds; never sooner than the shop asked. */
export function enrichmentDelay(attempt: number, retryAfterMs: number | undefined): number {
	const own = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
	return Math.max(own, retryAfterMs ?? 0);
}
