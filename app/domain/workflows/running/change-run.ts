import { sql } from "kysely";
import { conflict, notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { releaseHeld } from "#app/domain/workflows/running/starting/release-held.ts";
import { withdrawApprovals } from "#app/domain/workflows/running/state/finish-run.ts";
import { wakeSteps } from "#app/domain/workflows/running/waking/wake-steps.ts";
import { RUN_STATE_LABELS, type RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";

/** Locks a run that has not ended. 404; 409 for one that has. */
async function lockGoing(ctx: Ctx, runId: string) {
	const row = await ctx.db
		.selectFrom("workflow_runs")
		.select(["id", "workflow_id", "state", "parent_run_id", "parent_step_id", "ended_at", "is_dry"])
		.where("id", "=", runId)
		.forUpdate()
		.executeTakeFirst();
	if (!row) throw notFound("run");
	if (row.ended_at) throw conflict(`This run has ended: ${RUN_STATE_LABELS[row.state as RunState].toLowerCase()}.`);
	return row;
}

/**
 * Ends a run where it stands, with the runs that it began and that are still going. What a step outside is doing now is
 * not undone. 404, 409.
 */
export async function cancelRun(ctx: Ctx, runId: string, reason = ""): Promise<void> {
	authorize(ctx, "workflows.run");
	const ids = await lockTree(ctx, runId);
	const run = await lockGoing(ctx, runId);
	await sql`update workflow_steps set state = 'cancelled', ended_at = ${ctx.now}, wake_at = null, wait_event = null
		where org_id = ${ctx.org} and run_id = any(${ids})
			and state in ('ready', 'busy', 'waiting', 'joining', 'looping')`.execute(ctx.db);
	const { rows } = await sql<{ id: string; workflow_id: string }>`
		update workflow_runs set state = 'cancelled', turn = turn + 1, ended_at = ${ctx.now}, error = ${reason || null},
			lease_until = null
		where org_id = ${ctx.org} and id = any(${ids}) and ended_at is null
		returning id, workflow_id`.execute(ctx.db);
	await withdrawApprovals(ctx, ids);
	if (run.parent_run_id && run.parent_step_id) {
		const data = { outcome: "cancelled", output: null, error: reason || null };
		await wakeSteps(ctx, [{ runId: run.parent_run_id, stepId: run.parent_step_id, woken: { by: "run", data } }]);
	}
	for (const workflowId of new Set(rows.map(({ workflow_id }) => workflow_id))) await releaseHeld(ctx, workflowId);
	await ctx.recordMany(
		rows.map(({ id, workflow_id }) => ({
			name: "workflow.run-cancelled",
			subject: { type: "workflow", id: workflow_id },
			data: { run: id, reason },
		})),
	);
}

/**
 * Locks a run and those below it, the youngest first: a run that ends wakes the older one that began it, in the same
 * order, so that the two never wait for each other.
 */
async function lockTree(ctx: Ctx, runId: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select id from workflow_runs where org_id = ${ctx.org} and id in (
			with recursive below as (
				select ${runId}::uuid as id
				union all
				select r.id from below b join workflow_runs r on r.org_id = ${ctx.org} and r.parent_run_id = b.id
				where r.ended_at is null
			)
			select id from below)
		order by id desc for update`.execute(ctx.db);
	return rows.map(({ id }) => id);
}

/** Lets a run stand where it is; what it waits for may come meanwhile. 404, 409. */
export async function pauseRun(ctx: Ctx, runId: string): Promise<void> {
	authorize(ctx, "workflows.run");
	const run = await lockGoing(ctx, runId);
	if (run.state === "paused") return;
	await setState(ctx, runId, "paused");
	await ctx.record({
		name: "workflow.run-paused",
		subject: { type: "workflow", id: run.workflow_id },
		data: { run: runId },
	});
}

/** Lets a paused run go on. 404, 409. */
export async function resumeRun(ctx: Ctx, runId: string): Promise<void> {
	authorize(ctx, "workflows.run");
	const run = await lockGoing(ctx, runId);
	if (run.state !== "paused") throw conflict("This run is not paused.");
	await setState(ctx, runId, "running");
	await ctx.enqueue(driveRunJob, { orgId: ctx.org, runId });
	await ctx.record({
		name: "workflow.run-resumed",
		subject: { type: "workflow", id: run.workflow_id },
		data: { run: runId },
	});
}

async function setState(ctx: Ctx, runId: string, state: RunState): Promise<void> {
	await sql`update workflow_runs set state = ${state}, turn = turn + 1 where org_id = ${ctx.org} and id = ${runId}`.execute(
		ctx.db,
	);
}
