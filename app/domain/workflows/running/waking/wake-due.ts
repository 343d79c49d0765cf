import { sql } from "kysely";
import { wakeRunsJob } from "#app/domain/workflows/jobs.ts";
import type { Ctx } from "#db/context.ts";
import { wakeSteps } from "./wake-steps.ts";

const AT_ONCE = 500;

/**
 * Wakes what is due in this organisation, the longest overdue first, so many at a time; goes on in another job. Due is what
 * the database's clock says too: the job was handed out by it, and a process that is a little behind would wake nobody.
 */
export async function wakeDue(ctx: Ctx): Promise<number> {
	const { rows } = await sql<{ run_id: string; id: string; wait_kind: string }>`
		select run_id, id, wait_kind from workflow_steps
		where org_id = ${ctx.org} and state = 'waiting' and wake_at <= greatest(${ctx.now}::timestamptz, now())
		order by wake_at limit ${AT_ONCE}`.execute(ctx.db);
	const woken = await wakeSteps(
		ctx,
		rows.map(({ run_id, id, wait_kind }) => ({
			runId: run_id,
			stepId: id,
			woken: wait_kind === "retry" ? null : { by: "time" as const },
		})),
	);
	if (rows.length === AT_ONCE) await ctx.enqueue(wakeRunsJob, { orgId: ctx.org });
	return woken;
}
