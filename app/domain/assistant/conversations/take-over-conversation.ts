import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { settleTask } from "#app/domain/crm/raise-task.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { appendChatMessage } from "#app/domain/messaging/append-chat-message.ts";
import type { Ctx } from "#db/context.ts";
import { answerLeftLine } from "./answer-left-line.ts";
import { personTaskKey, takePersonTask } from "./person-task.ts";

/**
 * A member takes a conversation over: from now on the assistant is silent in it, and an answer it is writing is
 * withdrawn when it ends. Taken over by who has it already changes nothing; from a colleague it goes to the new one.
 */
export async function takeOverConversation(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "conversations.take-over");
	if (ctx.actor.kind !== "member") throw notFound("conversation");
	const row = await lockConversation(ctx, id);
	if (row.mode === "member" && row.member_id === ctx.actor.id) return;
	await ctx.db
		.updateTable("conversations")
		.set((eb) => ({
			mode: "member" as const,
			member_id: ctx.actor.kind === "member" ? ctx.actor.id : null,
			member_seen_at: ctx.now,
			person_asked_at: null,
			person_noted_at: null,
			version: eb("version", "+", 1),
		}))
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: "conversation.taken-over",
		subject: { type: "conversation", id },
		changes: { mode: [row.mode, "member"], memberId: [row.member_id, ctx.actor.id] },
	});
	await takePersonTask(ctx, id);
	await note(ctx, id, `${ctx.actor.name} has joined and answers from here on.`);
}

/** Gives a conversation back to the assistant, who answers what the customer asked meanwhile and nobody answered. */
export async function handBackConversation(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "conversations.take-over");
	const row = await lockConversation(ctx, id);
	if (row.mode === "assistant") return;
	await ctx.db
		.updateTable("conversations")
		.set((eb) => ({
			mode: "assistant" as const,
			member_id: null,
			member_typing_at: null,
			person_asked_at: null,
			person_noted_at: null,
			version: eb("version", "+", 1),
		}))
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: "conversation.handed-back",
		subject: { type: "conversation", id },
		changes: { mode: ["member", "assistant"], memberId: [row.member_id, null] },
	});
	// Raised or opened again while a member had the conversation: it was theirs to see to, and they are through.
	await settleTask(ctx, personTaskKey(id), "handed-back");
	await note(ctx, id, "The automatic assistant answers again.");
	await answerLeftLine(ctx, id);
}

async function lockConversation(ctx: Ctx, id: string) {
	const row = isId(id)
		? await ctx.db
				.selectFrom("conversations")
				.select(["mode", "member_id"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("conversation");
	return row;
}

/** A line that both sides see. */
async function note(ctx: Ctx, conversationId: string, text: string): Promise<void> {
	await appendChatMessage(ctx, { conversationId, direction: "out", author: { kind: "system", name: "Note" }, text });
}
