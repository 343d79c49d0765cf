import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { settleTask } from "#app/domain/crm/raise-task.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { appendChatMessage } from "#app/domain/messaging/append-chat-message.ts";
import type { Ctx } from "#db/context.ts";
import { personTaskKey } from "./person-task.ts";

/**
 * A member's line in a customer's chat. Only who has taken the conversation over may write in it, so that two voices
 * never answer at once: 409 otherwise. The same key twice is the same line.
 */
export async function writeInChat(
	ctx: Ctx,
	input: { conversationId: string; text: string; key: string },
): Promise<{ id: string }> {
	authorize(ctx, "conversations.take-over");
	const { conversationId, text, key } = input;
	const { id, name, leadId } = await lockOwnConversation(ctx, conversationId);
	const line = await appendChatMessage(ctx, {
		conversationId,
		direction: "out",
		author: { kind: "member", id, name },
		text,
		source: "member",
		...(leadId ? { leadId } : {}),
		dedupeKey: `chat-member:${conversationId}:${key}`,
	});
	await markAnswered(ctx, conversationId);
	return { id: line.id };
}

/** What a member's answer by any channel leaves: they have seen the conversation, and nobody is waited for any more. */
export async function markAnswered(ctx: Ctx, conversationId: string): Promise<void> {
	await ctx.db
		.updateTable("conversations")
		.set({ member_seen_at: ctx.now, member_typing_at: null })
		.where("id", "=", conversationId)
		.execute();
	await settleTask(ctx, personTaskKey(conversationId), "answered");
}

/**
 * Locks a conversation for who may answer in it, and says who that is: the member who has taken it over. 409 for
 * anybody else, 404 for a conversation that is not here.
 */
export async function lockOwnConversation(
	ctx: Ctx,
	conversationId: string,
): Promise<{ id: string; name: string; leadId: string | null }> {
	const row = isId(conversationId)
		? await ctx.db
				.selectFrom("conversations as c")
				.leftJoin("leads as d", (join) =>
					join.onRef("d.org_id", "=", "c.org_id").onRef("d.conversation_id", "=", "c.id"),
				)
				.select(["c.mode", "c.member_id", "d.id as lead_id"])
				.where("c.id", "=", conversationId)
				.orderBy("d.id", "desc")
				.forUpdate("c")
				.executeTakeFirst()
		: undefined;
	if (!row || ctx.actor.kind !== "member") throw notFound("conversation");
	if (row.mode !== "member") throw conflict("The assistant has this conversation. Take it over first.");
	if (row.member_id !== ctx.actor.id) throw conflict("A colleague has this conversation. Take it over first.");
	return { id: ctx.actor.id, name: ctx.actor.name, leadId: row.lead_id };
}
