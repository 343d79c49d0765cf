import { sql } from "kysely";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import type { Woken } from "#app/domain/workflows/nodes/node-type.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

export type Wake = { runId: string; stepId: string; woken: Woken | null };

/**
 * Makes waiting steps ready again, in the caller's transaction, and has their runs carried on (FLOW-3). Steps that no
 * longer wait are passed over. A null `woken` lets the step be tried again. Returns how many were woken.
 */
export async function wakeSteps(ctx: Ctx, wakes: readonly Wake[]): Promise<number> {
	if (wakes.length === 0) return 0;
	const ids = [...new Set(wakes.map(({ runId }) => runId))];
	// Before their steps and the youngest first, as everybody locks runs: a run that ends wakes the older one above it.
	await sql`select from workflow_runs where org_id = ${ctx.org} and id = any(${ids}) order by id desc for update`.execute(
		ctx.db,
	);
	const entries = wakes.map(({ runId, stepId, woken }) => ({ run_id: runId, id: stepId, woken }));
	const { rows } = await sql<{ run_id: string }>`
		update workflow_steps s set state = 'ready', woken = w.woken, wait_kind = null, wake_at = null, wait_event = null,
			wait_subject = null, wait_filter = null
		from jsonb_to_recordset(${jsonb(entries)}) as w(run_id uuid, id uuid, woken jsonb)
		where s.org_id = ${ctx.org} and s.run_id = w.run_id and s.id = w.id and s.state = 'waiting'
		returning s.run_id`.execute(ctx.db);
	const woken = [...new Set(rows.map(({ run_id }) => run_id))];
	if (woken.length === 0) return 0;
	const { rows: runs } = await sql<{ id: string; workflow_id: string }>`
		update workflow_runs set turn = turn + 1, state = case when state = 'waiting' then 'running' else state end
		where org_id = ${ctx.org} and id = any(${woken}) and ended_at is null returning id, workflow_id`.execute(ctx.db);
	await ctx.enqueueMany(
		driveRunJob,
		runs.map(({ id, workflow_id }) => ({ payload: { orgId: ctx.org, runId: id, workflowId: workflow_id } })),
	);
	return rows.length;
}
