import { authorize } from "#app/domain/identity/policy.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { comeBack } from "../actions/come-back.ts";
import { eventOf, type LockedPlay, lockOpenPlay } from "./lock-play.ts";
import { playWorkflow } from "./play-workflow.ts";

export type OpenedPlay = { playId: string; runId: string; isResumed: boolean };

/**
 * Opens a play of a queue (SUCCESS-4): begins its run, or answers the one that is under way; what was put off is back with
 * it. However many ask at once, one run begins. A run that was cancelled or failed is followed by a new one. 404, 409 for a
 * play that is over.
 */
export async function openPlay(ctx: Ctx, playId: string): Promise<OpenedPlay> {
	authorize(ctx, "success.work");
	const play = await lockOpenPlay(ctx, playId);
	if (play.state !== "open") await comeBack(ctx, play);
	const state = await stateOfRun(ctx, play);
	if (play.runId && state && state !== "cancelled" && state !== "failed")
		return { playId, runId: play.runId, isResumed: true };
	const workflowId = await playWorkflow(ctx, play.type, play.stage);
	const runId = await startRun(
		ctx,
		workflowId,
		{
			trigger: { playId, accountId: play.accountId, type: play.type, stage: play.stage },
			subject: { type: "account", id: play.accountId },
			dedupeKey: `play:${playId}:${play.begun + 1}`,
		},
		{ evenIfOff: true },
	);
	if (runId === null) throw new Error("a play's run was begun before under a lock that nobody else holds");
	await ctx.db
		.updateTable("plays")
		.set({ run_id: runId, begun: play.begun + 1, updated_at: ctx.now })
		.where("id", "=", playId)
		.execute();
	await ctx.record({ name: "play.begun", ...eventOf(play, { run: runId }) });
	return { playId, runId, isResumed: false };
}

async function stateOfRun(ctx: Ctx, { runId }: LockedPlay): Promise<RunState | null> {
	if (!runId) return null;
	const row = await ctx.db.selectFrom("workflow_runs").select("state").where("id", "=", runId).executeTakeFirst();
	return (row?.state as RunState | undefined) ?? null;
}
