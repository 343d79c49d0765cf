import { sql } from "kysely";
import { conflict, notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { RUN_STATE_LABELS, type RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { driveRunJob } from "../jobs.ts";
import { withdrawApprovals } from "./finish-run.ts";
import { releaseHeld } from "./release-held.ts";
import { wakeSteps } from "./wake-steps.ts";

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

/** Ends a run where it stands, with the runs it began. What a step outside is doing now is not undone. 404, 409. */
export async function cancelRun(ctx: Ctx, runId: string, reason = ""): Promise<void> {
	authorize(ctx, "workflows.run");
	const run = await lockGoing(ctx, runId);
	await sql`update workflow_steps set state = 'cancelled', ended_at = ${ctx.now}, wake_at = null, wait_event = null
		where org_id = ${ctx.org} and run_id = ${runId} and state in ('ready', 'busy', 'waiting', 'joining', 'looping')`.execute(
		ctx.db,
	);
	await sql`update workflow_runs set state = 'cancelled', turn = turn + 1, ended_at = ${ctx.now}, error = ${reason || null}
		where org_id = ${ctx.org} and id = ${runId}`.execute(ctx.db);
	await withdrawApprovals(ctx, runId);
	const children = await ctx.db
		.selectFrom("workflow_runs")
		.select("id")
		.where("parent_run_id", "=", runId)
		.where("ended_at", "is", null)
		.orderBy("id")
		.execute();
	for (const child of children) await cancelRun(ctx, child.id, reason);
	if (run.parent_run_id && run.parent_step_id) {
		const data = { outcome: "cancelled", output: null, error: reason || null };
		await wakeSteps(ctx, [{ runId: run.parent_run_id, stepId: run.parent_step_id, woken: { by: "run", data } }]);
	}
	await releaseHeld(ctx, run.workflow_id);
	await ctx.record({
		name: "workflow.run-cancelled",
		subject: { type: "workflow", id: run.workflow_id },
		data: { run: runId, reason },
	});
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
