import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { lockOpenThread } from "./threads.ts";

/** What is typed in a step's form and not sent: its fields in their order, and the question. */
export type StepDraft = { values?: (string | null)[]; text?: string };

/**
 * Keeps what was typed in a step until the step is done (SUCCESS-5): whatever is pressed there, nothing typed is lost. 404,
 * 409 for a step that is over.
 */
export async function saveDraft(ctx: Ctx, threadId: string, { values = [], text = "" }: StepDraft): Promise<void> {
	authorize(ctx, "success.work");
	await lockOpenThread(ctx, threadId);
	await ctx.db
		.updateTable("guided_threads")
		.set({ draft: jsonb({ values, text }) })
		.where("id", "=", threadId)
		.execute();
}
