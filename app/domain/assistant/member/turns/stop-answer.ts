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
	if (stopped.length > 0)
		await ctx.record({ name: "assistant.stopped", subject: { type: "assistant-thread", id: threadId } });
}
