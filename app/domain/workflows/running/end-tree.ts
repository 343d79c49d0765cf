import { sql } from "kysely";
import { releaseHeldOf } from "#app/domain/workflows/running/starting/release-held.ts";
import { withdrawApprovals } from "#app/domain/workflows/running/state/finish-run.ts";
import { type Wake, wakeSteps } from "#app/domain/workflows/running/waking/wake-steps.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { TreeRun } from "./lock-run.ts";

/** How a person ends a run. The runs below it are cancelled whatever becomes of it, for the same reason. */
export type TreeEnd = { id: string; state: "cancelled" | "succeeded"; output?: unknown; error?: string | null };

/**
 * Ends locked runs and the locked runs below them where they stand: their living steps are called off, nobody is asked any
 * more, whoever waits for one of them goes on, and held runs get the places. One statement a table, whatever the number.
 */
export async function endTrees(ctx: Ctx, ends: readonly TreeEnd[], runs: readonly TreeRun[]): Promise<void> {
	if (runs.length === 0) return;
	const ids = runs.map(({ id }) => id);
	await sql`update workflow_steps set state = 'cancelled', ended_at = ${ctx.now}, wake_at = null, wait_event = null
		where org_id = ${ctx.org} and run_id = any(${ids})
			and state in ('ready', 'busy', 'waiting', 'joining', 'looping')`.execute(ctx.db);
	const byRoot = new Map(ends.map((end) => [end.id, end]));
	const entries = runs.map(({ id, root }) => {
		const { state, output, error } = byRoot.get(root)!;
		const own = id === root ? { state, output } : { state: "cancelled" as const, output: undefined };
		return { id, ...own, error: error ?? null };
	});
	await sql`update workflow_runs r set state = e.state, turn = r.turn + 1, ended_at = ${ctx.now}, lease_until = null,
			error = e.error, output = coalesce(e.output, r.output)
		from jsonb_to_recordset(${jsonb(entries)}) as e(id uuid, state text, output jsonb, error text)
		where r.org_id = ${ctx.org} and r.id = e.id and r.ended_at is null`.execute(ctx.db);
	await withdrawApprovals(ctx, ids);
	await wakeSteps(ctx, [...wakesAbove(runs, new Map(entries.map((entry) => [entry.id, entry])))]);
	await releaseHeldOf(ctx, [...new Set(runs.map(({ workflow_id }) => workflow_id))]);
}

/** Whoever waits for a run that ended, unless it ended with it. */
function* wakesAbove(
	runs: readonly TreeRun[],
	ended: ReadonlyMap<string, { state: string; output?: unknown; error: string | null }>,
): Generator<Wake> {
	for (const { id, parent_run_id, parent_step_id } of runs) {
		if (!parent_run_id || !parent_step_id || ended.has(parent_run_id)) continue;
		const { state, output = null, error } = ended.get(id)!;
		const data = { outcome: state, output, error };
		yield { runId: parent_run_id, stepId: parent_step_id, woken: { by: "run", data } };
	}
}

/** What browsers that show a run listen to. */
export const runTopics = (runId: string): string[] => [`workflow-run:${runId}`, "workflow-runs"];
