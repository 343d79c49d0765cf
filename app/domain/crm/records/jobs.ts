import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Empties one organisation's trash of what has lain there for 90 days, a chunk at a time. */
export const emptyTrashJob = defineJob({
	name: "crm.empty-trash",
	payload: z.object({ orgId: z.uuid() }),
	key: ({ orgId }) => orgId,
	concurrency: 1,
	expireSeconds: 600,
});

/** Every night: asks for it in every organisation that has something of that age. */
export const scheduleTrashJob = defineJob({
	name: "crm.schedule-trash",
	payload: z.object({}),
	concurrency: 1,
	key: () => "all",
});
