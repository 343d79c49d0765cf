import { findLine } from "#app/domain/assistant/member/lines/answer-line.ts";
import { lockThread } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Stops the answer that is being written in one's own conversation; what there is of it stays. */
export async function stopAnswer(ctx: Ctx, threadId: string): Promise<void> {
	authorize(ctx, "assistant.use");
	await lockThread(ctx, threadId);
	const stopped = await ctx.db
		.updateTable("assistant_messages")
		.set({ state: "stopped", writing_until: null })
		.where("thread_id", "=", threadId)
		.where("state", "=", "writing")
		.returning("id")
		.execute();
	for (const { id } of stopped) await keepWhatWasSeen(ctx, id);
	if (stopped.length > 0)
		await ctx.record({ name: "assistant.stopped", subject: { type: "assistant-thread", id: threadId } });
}

/** The row lags half a second behind the words; where this process writes them, those already read are kept at once. */
async function keepWhatWasSeen(ctx: Ctx, answerId: string): Promise<void> {
	const body = findLine(answerId)?.text;
	if (body) await ctx.db.updateTable("assistant_messages").set({ body }).where("id", "=", answerId).execute();
}
