import { releaseHeld } from "#app/domain/workflows/running/starting/release-held.ts";
import { wakeSteps } from "#app/domain/workflows/running/waking/wake-steps.ts";
import type { Ctx } from "#db/context.ts";
import type { RunRecord } from "./run-record.ts";
import type { Turn } from "./save-turn.ts";

/**
 * What the end of a run brings, in the transaction that ends it: open questions to people are withdrawn, the run that
 * waits for it goes on, the next one that waited for a free place begins, and a failure is an event.
 */
export async function finishRun(ctx: Ctx, run: RunRecord, end: Turn["run"]): Promise<void> {
	await withdrawApprovals(ctx, [run.id]);
	if (run.parent) {
		const data = { outcome: end.state, output: end.output ?? null, error: end.error ?? null };
		await wakeSteps(ctx, [{ ...run.parent, woken: { by: "run", data } }]);
	}
	if (run.isLimited) await releaseHeld(ctx, run.workflow.id);
	if (end.state !== "failed" || run.isDry) return;
	await ctx.record({
		name: "workflow.run-failed",
		subject: { type: "workflow", id: run.workflow.id },
		data: { run: run.id, node: end.errorNode ?? null, reason: end.error ?? "" },
	});
}

/** Nobody is asked any more for what will not go on. */
export async function withdrawApprovals(ctx: Ctx, runIds: readonly string[]): Promise<void> {
	await ctx.db
		.updateTable("approvals")
		.set({ state: "withdrawn", decided_at: ctx.now })
		.where("run_id", "in", [...runIds])
		.where("state", "=", "open")
		.execute();
}
