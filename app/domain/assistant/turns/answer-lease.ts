import type { ChatPart, ChatState } from "#app/domain/assistant/schema.ts";
import { noteUnanswered } from "#app/domain/knowledge/asking/note-unanswered.ts";
import { ASSISTANT } from "#app/domain/messaging/append-chat-message.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { type AnswerClaim, LEASE_MS } from "./begin-answer.ts";

/** What became of an answer: its words and how they were made. Costs are millionths of a US dollar. */
export type FinishedAnswer = {
	conversationId: string;
	text: string;
	parts: readonly ChatPart[];
	state: ChatState;
	source: "model" | "rules";
	provider?: string | null;
	model?: string | null;
	usage?: { inputTokens: number; outputTokens: number } | null;
	costMicros?: number | null;
	latencyMs: number;
	/** As in a Draft. */
	isSilent?: boolean;
	notesPerson?: boolean;
	unanswered?: string;
};

/** Locks the answer until the commit and says whether this claim still holds: nobody took over, nobody finished it. */
export async function holdsAnswer(ctx: Ctx, { answerId, fence }: AnswerClaim): Promise<boolean> {
	const row = await ctx.db
		.selectFrom("messages")
		.select(["attempts", "writing_until"])
		.where("id", "=", answerId)
		.forUpdate()
		.executeTakeFirst();
	return row?.attempts === fence && row.writing_until !== null;
}

/**
 * Takes over an answer whose lease has run out. Returns the new claim; `until` when somebody still writes; undefined
 * when it is finished or gone.
 */
export async function takeOverAnswer(
	ctx: Ctx,
	answerId: string,
): Promise<{ claim: AnswerClaim; contactId: string } | { until: Date } | undefined> {
	const row = await ctx.db
		.selectFrom("messages")
		.select(["attempts", "writing_until", "in_reply_to", "contact_id"])
		.where("id", "=", answerId)
		.where("channel", "=", "chat")
		.forUpdate()
		.executeTakeFirst();
	if (!row?.writing_until || !row.in_reply_to || !row.contact_id) return undefined;
	if (row.writing_until > ctx.now) return { until: row.writing_until };
	const fence = row.attempts + 1;
	await ctx.db
		.updateTable("messages")
		.set({ attempts: fence, writing_until: leaseEnd(ctx) })
		.where("id", "=", answerId)
		.execute();
	return { claim: { answerId, messageId: row.in_reply_to, fence }, contactId: row.contact_id };
}

/** Keeps what there is of an answer and renews the lease. False: somebody else writes it now. */
export async function saveAnswer(ctx: Ctx, claim: AnswerClaim, text: string): Promise<boolean> {
	const saved = await ctx.db
		.updateTable("messages")
		.set({ body_text: text, writing_until: leaseEnd(ctx) })
		.where("id", "=", claim.answerId)
		.where("attempts", "=", claim.fence)
		.where("writing_until", "is not", null)
		.returning("id")
		.executeTakeFirst();
	return saved !== undefined;
}

/**
 * Ends an answer that this context holds (`holdsAnswer`), in the transaction of what it did. Records `chat.answered`.
 * A silent one is taken back instead.
 */
export async function finishAnswer(ctx: Ctx, claim: AnswerClaim, answer: FinishedAnswer): Promise<void> {
	if (answer.unanswered) await noteUnanswered(ctx, answer.unanswered);
	if (answer.isSilent) return withdrawAnswer(ctx, claim);
	const { source, provider = null, model = null, latencyMs } = answer;
	await ctx.db
		.updateTable("messages")
		.set({
			body_text: answer.text,
			parts: jsonb({ chat: answer.parts }),
			source,
			model_provider: source === "rules" ? "rules" : provider,
			model,
			tokens_in: answer.usage?.inputTokens ?? null,
			tokens_out: answer.usage?.outputTokens ?? null,
			cost_micros: source === "rules" ? (answer.costMicros ?? 0) : (answer.costMicros ?? null),
			cost_currency: "USD",
			latency_ms: Math.round(latencyMs),
			writing_until: null,
			sent_at: ctx.now,
		})
		.where("id", "=", claim.answerId)
		.execute();
	await ctx.db
		.updateTable("conversations")
		.set({
			chat_state: jsonb(answer.state),
			last_message_at: ctx.now,
			...(answer.notesPerson ? { person_noted_at: ctx.now } : {}),
		})
		.where("id", "=", answer.conversationId)
		.execute();
	await ctx.record({
		name: "chat.answered",
		subject: { type: "message", id: claim.answerId },
		parent: { type: "conversation", id: answer.conversationId },
		data: { source, provider: source === "rules" ? "rules" : provider, model, latencyMs: Math.round(latencyMs) },
		by: ASSISTANT,
	});
}

/** Ends an answer, unless somebody else has it now or a member took the conversation over while it was written. */
export async function settleAnswer(ctx: Ctx, claim: AnswerClaim, answer: FinishedAnswer): Promise<void> {
	if (!(await holdsAnswer(ctx, claim))) return;
	const { mode } = await ctx.db
		.selectFrom("conversations")
		.select("mode")
		.where("id", "=", answer.conversationId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	if (mode === "member") await withdrawAnswer(ctx, claim);
	else await finishAnswer(ctx, claim, answer);
}

/** Withdraws an answer that is no longer wanted: a member has taken the conversation over meanwhile. */
export async function withdrawAnswer(ctx: Ctx, claim: AnswerClaim): Promise<void> {
	await ctx.db.deleteFrom("messages").where("id", "=", claim.answerId).execute();
}

function leaseEnd(ctx: Ctx): Date {
	return new Date(ctx.now.getTime() + LEASE_MS);
}
