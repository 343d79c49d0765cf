import { fireScheduleJob } from "#app/domain/workflows/jobs.ts";
import { nextTime } from "#app/domain/workflows/rules/next-time.ts";
import type { Ctx } from "#db/context.ts";
import { startRun } from "./start-runs.ts";

/** Plans the next run of a schedule by a job for its instant; in the organisation's zone where it names none. */
export async function planSchedule(ctx: Ctx, workflowId: string, cron: string, zone: string | null): Promise<void> {
	const { time_zone } = await ctx.db
		.selectFrom("organisations")
		.select("time_zone")
		.where("id", "=", ctx.org)
		.executeTakeFirstOrThrow();
	const next = nextTime(cron, zone ?? time_zone, ctx.now);
	if (!next) return;
	await ctx.enqueue(fireScheduleJob, { orgId: ctx.org, workflowId, at: next.toISOString() }, { after: next });
}

/**
 * Begins the run of a schedule's instant, once, and plans the next. A schedule that was changed or turned off meanwhile
 * begins nothing: only the instant that its present one names counts.
 */
export async function fireSchedule(ctx: Ctx, workflowId: string, at: string): Promise<void> {
	const trigger = await ctx.db
		.selectFrom("workflow_triggers as t")
		.innerJoin("organisations as o", "o.id", "t.org_id")
		.select(["t.cron", "t.time_zone", "o.time_zone as org_zone"])
		.where("t.workflow_id", "=", workflowId)
		.executeTakeFirst();
	if (!trigger?.cron) return;
	const instant = new Date(at);
	const meant = nextTime(trigger.cron, trigger.time_zone ?? trigger.org_zone, new Date(instant.getTime() - 1));
	if (meant?.getTime() !== instant.getTime()) return;
	await planSchedule(ctx, workflowId, trigger.cron, trigger.time_zone);
	await startRun(ctx, workflowId, { trigger: { at }, dedupeKey: `at:${at}` });
}
