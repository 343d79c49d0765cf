import { z } from "zod";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { askForPlays } from "#app/domain/success/orchestrating/follow-accounts.ts";
import { OUTCOME_LABELS, OUTCOMES } from "#app/domain/success/schema.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import type { Ctx } from "#db/context.ts";
import { eventOf, type LockedPlay, lockOpenPlay } from "./lock-play.ts";

export const PlayEnd = z.object({
	outcome: z.enum(OUTCOMES, "Say what came of it."),
	note: z.string().trim().max(4_000, "Write 4,000 characters at most.").default(""),
});

/**
 * Completes a play with what came of it (SUCCESS-4, SUCCESS-5): it leaves the queue, and is not asked for again of the same
 * renewal. Steps of its run that are still to be done fall with it. 404, 409 for one that is over, 422 by field.
 */
export async function completePlay(ctx: Ctx, playId: string, input: z.input<typeof PlayEnd>): Promise<void> {
	authorize(ctx, "success.work");
	const { outcome, note } = checkFields(PlayEnd, input);
	const play = await lockOpenPlay(ctx, playId);
	await endPlay(ctx, play, {
		state: "done",
		outcome,
		note: note ?? "",
		reason: `Completed: ${OUTCOME_LABELS[outcome]}`,
	});
	await ctx.record({ name: "play.completed", ...eventOf(play, { outcome: OUTCOME_LABELS[outcome] }) });
}

type End = { state: "done" | "skipped"; outcome?: string; note?: string; reason: string };

/** Closes a locked play by a member's hand, with its run where that still goes and the conversations beside it. */
export async function endPlay(ctx: Ctx, play: LockedPlay, { state, outcome, note, reason }: End): Promise<void> {
	await ctx.db
		.updateTable("plays")
		.set({
			...{ state, closed_at: ctx.now, due_at: null, updated_at: ctx.now, close_reason: reason },
			...(outcome ? { outcome } : {}),
			...(note ? { note } : {}),
		})
		.where("id", "=", play.id)
		.execute();
	// The owner has one less to do, which all their other plays weigh.
	await askForPlays(ctx, play.accountId);
	if (!play.runId) return;
	const run = await ctx.db
		.selectFrom("workflow_runs")
		.select("id")
		.where("id", "=", play.runId)
		.where("ended_at", "is", null)
		.executeTakeFirst();
	if (run) await cancelRun(ctx, run.id, reason);
	await ctx.db
		.updateTable("guided_threads")
		.set({ state: "closed", ended_at: ctx.now })
		.where("run_id", "=", play.runId)
		.where("state", "=", "open")
		.execute();
}
