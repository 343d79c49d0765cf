import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { eventOf, lockPlay } from "#app/domain/success/queue/lock-play.ts";
import { completeGuidedStep } from "#app/domain/workflows/guided/complete-guided-step.ts";
import { listGuidedSteps } from "#app/domain/workflows/guided/guided-queries.ts";
import type { Ctx } from "#db/context.ts";
import { lockOpenThread, type Thread } from "./threads.ts";

export type ThreadEnd = { outcome?: "done" | "skipped"; values?: Record<string, unknown>; summary?: string };

/**
 * Completes a thread and with it its step (SUCCESS-5), in one transaction: the run goes on, duration and outcome are kept.
 * 404, 409 for one that is over, 422 by field for what the step needs (`values.<name>`).
 */
export async function completeThread(ctx: Ctx, threadId: string, end: ThreadEnd): Promise<Thread> {
	authorize(ctx, "success.work");
	const play = await playOf(ctx, threadId);
	const thread = await lockOpenThread(ctx, threadId);
	const { outcome = "done", values = {} } = end;
	await completeGuidedStep(ctx, { runId: thread.runId, stepId: thread.stepId, outcome, values });
	const durationMs = Math.max(0, ctx.now.getTime() - new Date(thread.startedAt).getTime());
	await ctx.db
		.updateTable("guided_threads")
		.set({
			...{ state: "completed", outcome, ended_at: ctx.now, duration_ms: durationMs },
			// The fields are the step's values now. A question that was typed and not asked is shown with what was said.
			draft:
				outcome === "done"
					? sql`case when coalesce(draft ->> 'text', '') = '' then '{}' else draft - 'values' end`
					: sql`draft`,
		})
		.where("id", "=", threadId)
		.execute();
	if (play)
		await ctx.record({
			name: "play-thread.completed",
			...eventOf(play, { title: thread.title, outcome, durationMs, run: thread.runId }),
		});
	return { ...thread, state: "completed", outcome, endedAt: ctx.now, durationMs };
}

/** A play is held before its run, as everybody does who changes both. */
async function playOf(ctx: Ctx, threadId: string) {
	const row = await ctx.db
		.selectFrom("guided_threads as t")
		.innerJoin("plays as p", (join) => join.onRef("p.org_id", "=", "t.org_id").onRef("p.run_id", "=", "t.run_id"))
		.select("p.id")
		.where("t.id", "=", threadId)
		.executeTakeFirst();
	return row && lockPlay(ctx, row.id);
}

/** The step of a run that waits for somebody now, if any: where one who completed a step goes on. */
export async function nextStepOf(ctx: Ctx, runId: string): Promise<string | null> {
	const [next] = await listGuidedSteps(ctx, { runId, limit: 1 });
	return next?.stepId ?? null;
}
