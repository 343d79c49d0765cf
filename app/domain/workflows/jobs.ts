import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Carries one run as far as it goes by itself. Two that wait are one; several at once are safe. */
export const driveRunJob = defineJob({
	name: "workflows.drive-run",
	// Workflows of an organisation take turns (db/jobs/fair-turns.ts).
	payload: z.object({ orgId: z.uuid(), runId: z.uuid(), workflowId: z.uuid().optional() }),
	key: ({ runId }) => runId,
	concurrency: 20,
	retry: { limit: 8, delaySeconds: 2, maxDelaySeconds: 300 },
	expireSeconds: 150,
	// A run does not stand still for as long as its longest step may take, because its process was killed.
	heartbeatSeconds: 20,
});

/** Wakes the runs of one organisation whose instant has come; planned for that instant, once for all of them. */
export const wakeRunsJob = defineJob({
	name: "workflows.wake-runs",
	payload: z.object({ orgId: z.uuid() }),
	concurrency: 5,
});

/** Begins the runs that events trigger. */
export const fireTriggersJob = defineJob({
	name: "workflows.fire-triggers",
	payload: z.object({ orgId: z.uuid(), eventIds: z.array(z.uuid()).max(1_000), depth: z.int().min(0).default(0) }),
	concurrency: 5,
});

/** Begins the run of a workflow on a schedule and plans the next. */
export const fireScheduleJob = defineJob({
	name: "workflows.fire-schedule",
	payload: z.object({ orgId: z.uuid(), workflowId: z.uuid(), at: z.iso.datetime() }),
	key: ({ workflowId, at }) => `${workflowId}:${at}`,
});

/** Begins the runs of a workflow that waited for a place, a minute after too many began. */
export const releaseHeldJob = defineJob({
	name: "workflows.release-held",
	payload: z.object({ orgId: z.uuid(), workflowId: z.uuid() }),
	key: ({ workflowId }) => workflowId,
});

/** Looks once a minute for runs whose process died over them. */
export const sweepRunsJob = defineJob({ name: "workflows.sweep-runs", payload: z.object({}) });

/** Looks at what a draft would have made of earlier runs' inputs, some runs at a time. */
export const compareDraftJob = defineJob({
	name: "workflows.compare-draft",
	payload: z.object({ orgId: z.uuid(), comparisonId: z.uuid() }),
	concurrency: 2,
	retry: { limit: 2, delaySeconds: 5, maxDelaySeconds: 60 },
});
