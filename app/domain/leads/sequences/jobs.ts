import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Looks at one touch again at its time, and queues its message if it still may go. */
export const sendTouchJob = defineJob({
	name: "leads.send-touch",
	payload: z.object({ orgId: z.uuid(), touchId: z.uuid() }),
	key: ({ touchId }) => touchId,
});

/** Brings leads and touches up to date after something happened to a message, an appointment or a contact. */
export const followEventJob = defineJob({
	name: "leads.follow-event",
	payload: z.object({ orgId: z.uuid(), eventId: z.uuid() }),
});

/** Finds touches whose time has come without their job having run. */
export const sweepTouchesJob = defineJob({
	name: "leads.sweep-touches",
	payload: z.object({}),
	retry: { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 },
	concurrency: 1,
});
