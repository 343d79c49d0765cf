import { finishAnswerJob } from "#app/domain/assistant/jobs.ts";
import { appendChatMessage } from "#app/domain/messaging/append-chat-message.ts";
import type { Ctx } from "#db/context.ts";

/** Who may write an answer: the holder of its lease. `fence` rises when another takes over, and then the first may not. */
export type AnswerClaim = { answerId: string; messageId: string; fence: number };

/** How long a writer is believed to live after it last said so. It says so every half second while it writes. */
export const LEASE_MS = 15_000;

type Begin = {
	conversationId: string;
	messageId: string;
	leadId?: string | undefined;
	/** Nobody waits to write it: the lease is over as it begins, and the job takes it at once. */
	isByJob?: boolean;
};

/**
 * Begins the answer to a customer's line: a row that is being written, under a lease, and the job that takes it over
 * should the writer die. One line has one answer: undefined when it was begun before.
 */
export async function beginAnswer(
	ctx: Ctx,
	{ conversationId, messageId, leadId, isByJob = false }: Begin,
): Promise<AnswerClaim | undefined> {
	const writingUntil = isByJob ? ctx.now : new Date(ctx.now.getTime() + LEASE_MS);
	const answer = await appendChatMessage(ctx, {
		conversationId,
		direction: "out",
		author: { kind: "assistant", name: "Assistant" },
		text: "",
		...(leadId ? { leadId } : {}),
		writingUntil,
		dedupeKey: `chat-answer:${messageId}`,
	});
	if (!answer.created) return undefined;
	await ctx.db
		.updateTable("messages")
		.set({ in_reply_to: messageId, attempts: 1 })
		.where("id", "=", answer.id)
		.execute();
	const after = isByJob ? undefined : { after: new Date(writingUntil.getTime() + 1_000) };
	await ctx.enqueue(finishAnswerJob, { orgId: ctx.org, messageId: answer.id }, after);
	return { answerId: answer.id, messageId, fence: 1 };
}
