import { sql } from "kysely";
import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { endTree, runTopics } from "./end-tree.ts";
import { lockGoing, lockTree } from "./lock-run.ts";

/**
 * Ends a run where it stands, with the runs that it began and that are still going. What a step outside is doing now is
 * not undone. 404, 409.
 */
export async function cancelRun(ctx: Ctx, runId: string, reason = ""): Promise<void> {
	authorize(ctx, "workflows.run");
	const ids = await lockTree(ctx, runId);
	const run = await lockGoing(ctx, runId);
	const rows = await endTree(ctx, run, ids, { state: "cancelled", error: reason || null });
	await ctx.recordMany(
		rows.map(({ id, workflow_id }) => ({
			name: "workflow.run-cancelled",
			subject: { type: "workflow", id: workflow_id },
			data: { run: id, reason },
			topics: runTopics(id),
		})),
	);
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
		topics: runTopics(runId),
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
		topics: runTopics(runId),
	});
}

async function setState(ctx: Ctx, runId: string, state: RunState): Promise<void> {
	await sql`update workflow_runs set state = ${state}, turn = turn + 1 where org_id = ${ctx.org} and id = ${runId}`.execute(
		ctx.db,
	);
}
