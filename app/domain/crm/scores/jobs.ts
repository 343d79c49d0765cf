import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Finds whose facts an event moved, and asks for their scores. */
export const followFactsJob = defineJob({
	name: "crm.follow-facts",
	payload: z.object({ orgId: z.uuid(), eventId: z.uuid() }),
});

/** Computes one contact's score. Several events of a moment ask for it once. */
export const scoreContactJob = defineJob({
	name: "crm.score-contact",
	payload: z.object({ orgId: z.uuid(), contactId: z.uuid() }),
	key: ({ orgId, contactId }) => `${orgId}:${contactId}`,
	concurrency: 4,
});

/** Computes the scores that are missing or old, a chunk of contacts at a time; `after` is the last one looked at. */
export const sweepScoresJob = defineJob({
	name: "crm.sweep-scores",
	payload: z.object({ orgId: z.uuid(), after: z.uuid().optional() }),
	key: ({ orgId, after }) => `${orgId}:${after ?? "start"}`,
	concurrency: 1,
});

/** Every night: scores fade with time, so each organisation's are looked through. */
export const scheduleScoresJob = defineJob({ name: "crm.schedule-scores", payload: z.object({}), concurrency: 1 });
