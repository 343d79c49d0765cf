import { createHash } from "node:crypto";
import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { receiveMessage } from "#app/domain/messaging/receive-message.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { sayAct } from "./rules/say-act.ts";
import type { ChatAct } from "./schema.ts";
import { type AnswerClaim, beginAnswer } from "./turns/begin-answer.ts";

export type ChatLine = {
	conversationId: string;
	text?: string | undefined;
	act?: ChatAct | undefined;
	/** The same key twice is the same line. */
	key: string;
};

/**
 * Takes in a line or a pressed button of the customer, and begins the answer where the assistant answers. `answer` is
 * absent when a member has the conversation; for a line that had come before, it is the answer begun then.
 */
export async function receiveChatLine(ctx: Ctx, line: ChatLine): Promise<{ messageId: string; answer?: AnswerClaim }> {
	authorize(ctx, "conversations.chat");
	const conversation = await lockConversation(ctx, line.conversationId);
	const received = await receiveMessage(ctx, {
		conversationId: line.conversationId,
		contactId: conversation.contactId,
		channel: "chat",
		text: line.act ? sayAct(line.act, conversation.zone) : (line.text ?? ""),
		...(conversation.leadId ? { leadId: conversation.leadId } : {}),
		...(conversation.locationId ? { locationId: conversation.locationId } : {}),
		providerMessageId: keyOf(line),
	});
	if (received.isNew && line.act) {
		await ctx.db
			.updateTable("messages")
			.set({ parts: jsonb({ act: line.act }) })
			.where("id", "=", received.id)
			.execute();
	}
	await ctx.db
		.updateTable("conversations")
		.set({ customer_seen_at: ctx.now, customer_typing_at: null })
		.where("id", "=", line.conversationId)
		.execute();
	if (conversation.mode === "member") return { messageId: received.id };
	const answer = await beginAnswer(ctx, { ...line, messageId: received.id, leadId: conversation.leadId });
	return { messageId: received.id, ...(answer ? { answer } : {}) };
}

/** A page's key and what was said with it: going back and saying something else is a line of its own. */
function keyOf({ conversationId, key, text, act }: ChatLine): string {
	const said = createHash("sha256")
		.update(act ? JSON.stringify(act) : (text ?? ""))
		.digest("base64url")
		.slice(0, 16);
	return `${conversationId}:${key}:${said}`;
}

/** Two tabs that write at once write one after the other. */
async function lockConversation(ctx: Ctx, id: string) {
	const row = await ctx.db
		.selectFrom("conversations as c")
		.innerJoin("organisations as o", "o.id", "c.org_id")
		.leftJoin("locations as l", (join) => join.onRef("l.org_id", "=", "c.org_id").onRef("l.id", "=", "c.location_id"))
		.leftJoin("leads as d", (join) => join.onRef("d.org_id", "=", "c.org_id").onRef("d.conversation_id", "=", "c.id"))
		.select([
			"c.contact_id",
			"c.location_id",
			"c.mode",
			"o.time_zone as org_zone",
			"l.time_zone as zone",
			"d.id as lead_id",
		])
		.where("c.id", "=", id)
		.orderBy("d.id", "desc")
		.forUpdate("c")
		.executeTakeFirst();
	if (!row?.contact_id) throw notFound("conversation");
	return {
		contactId: row.contact_id,
		locationId: row.location_id,
		mode: row.mode,
		zone: row.zone ?? row.org_zone,
		leadId: row.lead_id ?? undefined,
	};
}
