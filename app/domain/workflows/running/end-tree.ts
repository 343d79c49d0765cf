import { sql } from "kysely";
import { releaseHeld } from "#app/domain/workflows/running/starting/release-held.ts";
import { withdrawApprovals } from "#app/domain/workflows/running/state/finish-run.ts";
import { wakeSteps } from "#app/domain/workflows/running/waking/wake-steps.ts";
import { jsonText } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

/** How a person ends a run. The runs below it are cancelled whatever becomes of it. */
export type TreeEnd = { state: "cancelled" | "succeeded"; output?: unknown; error?: string | null };

type Top = { id: string; parent_run_id: string | null; parent_step_id: string | null };

/**
 * Ends a locked run and the locked runs below it where they stand: their living steps are called off, nobody is asked any
 * more, whoever waits for the run goes on, and held runs get the places. Answers the runs that ended.
 */
export async function endTree(
	ctx: Ctx,
	top: Top,
	ids: readonly string[],
	{ state, output = null, error = null }: TreeEnd,
): Promise<{ id: string; workflow_id: string }[]> {
	await sql`update workflow_steps set state = 'cancelled', ended_at = ${ctx.now}, wake_at = null, wait_event = null
		where org_id = ${ctx.org} and run_id = any(${ids})
			and state in ('ready', 'busy', 'waiting', 'joining', 'looping')`.execute(ctx.db);
	const { rows } = await sql<{ id: string; workflow_id: string }>`
		update workflow_runs set state = case when id = ${top.id} then ${state} else 'cancelled' end, turn = turn + 1,
			ended_at = ${ctx.now}, lease_until = null, error = ${error},
			output = case when id = ${top.id} then coalesce(${output === null ? null : jsonText(output)}::jsonb, output) else output end
		where org_id = ${ctx.org} and id = any(${ids}) and ended_at is null
		returning id, workflow_id`.execute(ctx.db);
	await withdrawApprovals(ctx, ids);
	if (top.parent_run_id && top.parent_step_id) {
		const data = { outcome: state, output, error };
		await wakeSteps(ctx, [{ runId: top.parent_run_id, stepId: top.parent_step_id, woken: { by: "run", data } }]);
	}
	for (const workflowId of new Set(rows.map(({ workflow_id }) => workflow_id))) await releaseHeld(ctx, workflowId);
	return rows;
}

/** What browsers that show a run listen to. */
export const runTopics = (runId: string): string[] => [`workflow-run:${runId}`, "workflow-runs"];
