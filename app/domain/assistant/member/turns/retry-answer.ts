import { conflict, notFound } from "#app/base/errors.ts";
import { finishMemberAnswerJob } from "#app/domain/assistant/member/jobs.ts";
import { lockThread } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { LEASE_MS, type MemberClaim } from "./ask-question.ts";

/**
 * Begins the last answer of one's own conversation anew. 409 while it is being written, or once one of its proposals was
 * carried out: what happened has to stay told. 404 when there is none.
 */
export async function retryAnswer(ctx: Ctx, threadId: string): Promise<MemberClaim> {
	authorize(ctx, "assistant.use");
	await lockThread(ctx, threadId);
	const answer = await ctx.db
		.selectFrom("assistant_messages")
		.select(["id", "role", "state", "fence", "in_reply_to", "writing_until"])
		.where("thread_id", "=", threadId)
		.orderBy("id", "desc")
		.limit(1)
		.executeTakeFirst();
	if (answer?.role !== "assistant" || !answer.in_reply_to) throw notFound("answer");
	if (answer.state === "writing" && answer.writing_until && answer.writing_until > ctx.now)
		throw conflict("This answer is still being written.");
	const confirmed = await ctx.db
		.selectFrom("assistant_proposals")
		.select("id")
		.where("message_id", "=", answer.id)
		.where("state", "=", "confirmed")
		.executeTakeFirst();
	if (confirmed) throw conflict("A change of this answer was carried out already. Ask again instead.");
	await ctx.db.deleteFrom("assistant_proposals").where("message_id", "=", answer.id).execute();
	const fence = answer.fence + 1;
	const writingUntil = new Date(ctx.now.getTime() + LEASE_MS);
	await ctx.db
		.updateTable("assistant_messages")
		.set({ state: "writing", body: "", sources: "[]", fence, writing_until: writingUntil, verdict: null })
		.where("id", "=", answer.id)
		.execute();
	const after = new Date(writingUntil.getTime() + 1_000);
	await ctx.enqueue(finishMemberAnswerJob, { orgId: ctx.org, answerId: answer.id }, { after });
	await ctx.record({ name: "assistant.retried", subject: { type: "assistant-thread", id: threadId } });
	return { answerId: answer.id, questionId: answer.in_reply_to, threadId, fence };
}
