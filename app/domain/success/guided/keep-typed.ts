import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { type StepDraft, saveDraft } from "./save-draft.ts";
import { findStep, findThread, openThread } from "./threads.ts";

/**
 * Keeps what is typed in a step beside which something else was pressed (SUCCESS-5): no conversation is begun for nothing.
 * 409 where the step is over and something was typed, so that it is not lost without a word.
 */
export async function keepTyped(
	ctx: Ctx,
	place: { runId: string | null; stepId: string },
	typed: StepDraft,
): Promise<void> {
	authorize(ctx, "success.work");
	const isTyped = [...(typed.values ?? []), typed.text].some((text) => (text ?? "").trim() !== "");
	const { runId, stepId } = place;
	const step = runId ? await findStep(ctx, runId, stepId) : undefined;
	if (!runId || step?.state !== "waiting") {
		if (!isTyped) return;
		throw conflict(
			"The step in which you typed is over already. Nothing was done; copy what you typed, then try again.",
		);
	}
	const known = await findThread(ctx, { runId, stepId });
	if (!known && !isTyped) return;
	const { id } = known ?? (await openThread(ctx, { runId, stepId }));
	await saveDraft(ctx, id, typed);
}
