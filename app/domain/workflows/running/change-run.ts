import { sql } from "kysely";
import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { releaseHeldOf } from "#app/domain/workflows/running/starting/release-held.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { endTrees, runTopics } from "./end-tree.ts";
import { lockGoing, lockTrees, type TreeRun } from "./lock-run.ts";

/**
 * Ends a run where it stands, with the runs that it began and that are still going. What a step outside is doing now is
 * not undone. 404, 409.
 */
export async function cancelRun(ctx: Ctx, runId: string, reason = ""): Promise<void> {
	authorize(ctx, "workflows.run");
	const runs = await lockTrees(ctx, [runId]);
	await lockGoing(ctx, runId);
	await cancelLocked(ctx, [{ id: runId, reason }], runs);
}

/**
 * As `cancelRun`, for many: one statement a table, whatever their number. Those that have ended or are not there are passed
 * over. Answers the ids of all that ended, of those below too.
 */
export async function cancelRuns(ctx: Ctx, ends: readonly { id: string; reason: string }[]): Promise<string[]> {
	authorize(ctx, "workflows.run");
	const runs = await lockTrees(
		ctx,
		ends.map(({ id }) => id),
	);
	await cancelLocked(ctx, ends, runs);
	return runs.map(({ id }) => id);
}

async function cancelLocked(
	ctx: Ctx,
	ends: readonly { id: string; reason: string }[],
	runs: readonly TreeRun[],
): Promise<void> {
	const reasons = new Map(ends.map(({ id, reason }) => [id, reason]));
	await endTrees(
		ctx,
		ends.map(({ id, reason }) => ({ id, state: "cancelled", error: reason || null })),
		runs,
	);
	await ctx.recordMany(
		runs.map(({ id, root, workflow_id }) => ({
			name: "workflow.run-cancelled",
			subject: { type: "workflow", id: workflow_id },
			data: { run: id, reason: reasons.get(root) ?? "" },
			topics: runTopics(id),
		})),
	);
}

/** Lets a run stand where it is; what it waits for may come meanwhile. 404, 409. */
export async function pauseRun(ctx: Ctx, runId: string): Promise<void> {
	authorize(ctx, "workflows.run");
	const run = await lockGoing(ctx, runId);
	if (run.state === "paused") return;
	// One that waits for a place takes none by standing still, and none by going on.
	await sql`update workflow_runs set state = 'paused', is_unplaced = state = 'held', turn = turn + 1
		where org_id = ${ctx.org} and id = ${runId}`.execute(ctx.db);
	await ctx.record({
		name: "workflow.run-paused",
		subject: { type: "workflow", id: run.workflow_id },
		data: { run: runId },
		topics: runTopics(runId),
	});
}

/** Lets a paused run go on, or wait for a place again where it had none yet. 404, 409. */
export async function resumeRun(ctx: Ctx, runId: string): Promise<void> {
	const run = await lockGoing(ctx, runId);
	if (run.state !== "paused") throw conflict("This run is not paused.");
	await resumeRuns(ctx, [runId]);
}

/** As `resumeRun`, for many: one statement a table. Those that are not paused any more stay as they are. */
export async function resumeRuns(ctx: Ctx, runIds: readonly string[]): Promise<void> {
	authorize(ctx, "workflows.run");
	if (runIds.length === 0) return;
	const { rows } = await sql<{ id: string; workflow_id: string; state: RunState }>`
		update workflow_runs r set state = case when r.is_unplaced then 'held' else 'running' end, is_unplaced = false,
			turn = r.turn + 1
		from (select id from workflow_runs where org_id = ${ctx.org} and id = any(${[...runIds]}::uuid[]) and state = 'paused'
			order by id desc for update) paused
		where r.org_id = ${ctx.org} and r.id = paused.id
		returning r.id, r.workflow_id, r.state`.execute(ctx.db);
	const [held, going] = [rows.filter(({ state }) => state === "held"), rows.filter(({ state }) => state !== "held")];
	await ctx.enqueueMany(
		driveRunJob,
		going.map(({ id, workflow_id }) => ({ payload: { orgId: ctx.org, runId: id, workflowId: workflow_id } })),
	);
	await ctx.recordMany(
		rows.map(({ id, workflow_id }) => ({
			name: "workflow.run-resumed",
			subject: { type: "workflow", id: workflow_id },
			data: { run: id },
			topics: runTopics(id),
		})),
	);
	await releaseHeldOf(ctx, [...new Set(held.map(({ workflow_id }) => workflow_id))]);
}
