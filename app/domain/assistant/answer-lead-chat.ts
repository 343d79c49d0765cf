import { notFound } from "#app/base/errors.ts";
import { isId, newId, type OrgId } from "#app/base/ids.ts";
import { sayInstant } from "#app/base/words/say-time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import type { ModelMessage, Models } from "#app/providers/ai/port.ts";
import { type Actor, type Ctx, inOrg } from "#db/context.ts";
import type { Embed } from "./answers/search-by-meaning.ts";
import { receiveChatLine } from "./receive-chat-line.ts";
import { type ChatPart, ChatParts } from "./schema.ts";
import { answerChatLine } from "./turns/answer-chat-line.ts";

/** `POST /api/chat/:leadId`: a lead's line that reached us over somebody else's channel. */
export type LeadChat = {
	orgId: OrgId;
	leadId: string;
	message: string;
	/** What was said elsewhere before, oldest first; read by a model only, and never kept. */
	conversationHistory?: readonly ModelMessage[] | undefined;
	/** The API key's actor: it needs `conversations.chat`. */
	actor: Actor;
	/** Of the request: the same key twice is one line with one answer. */
	key?: string | undefined;
	requestId?: string | undefined;
};

export type LeadChatAnswer = {
	response: string;
	provider: string;
	model: string | null;
	usage: { inputTokens: number; outputTokens: number } | null;
	source: "model" | "rules" | "member";
};

/**
 * Answers a lead's line in its conversation, as the chat page does, and tells how; `embed` as `answerChatLine` takes it. Opens its own transactions: call it
 * outside any. 404 for a lead that is not here. When a member has the conversation nobody answers: `source` is member
 * and the response says so.
 */
export async function answerLeadChat(chat: LeadChat, models: Models, embed?: Embed): Promise<LeadChatAnswer> {
	const scope = { org: chat.orgId, actor: chat.actor, requestId: chat.requestId ?? newId() };
	const lead = await inOrg(scope, (ctx) => findChat(ctx, chat.leadId));
	// As the customer: what the chat does on their word, it may do as they and no further.
	const customer = { ...scope, actor: { kind: "customer" as const, id: lead.contactId, name: "Customer" } };
	const line = { conversationId: lead.conversationId, text: chat.message, key: chat.key ?? newId() };
	const received = await inOrg(customer, (ctx) => receiveChatLine(ctx, line));
	const more = { history: chat.conversationHistory, embed };
	if (received.answer) await answerChatLine(customer, received.answer, models, more);
	return inOrg(scope, (ctx) => readAnswer(ctx, received.messageId));
}

async function findChat(ctx: Ctx, leadId: string): Promise<{ contactId: string; conversationId: string }> {
	authorize(ctx, "conversations.chat");
	const lead = isId(leadId)
		? await ctx.db
				.selectFrom("leads")
				.select(["id", "contact_id", "location_id", "conversation_id", "title"])
				.where("id", "=", leadId)
				.executeTakeFirst()
		: undefined;
	if (!lead) throw notFound("lead");
	if (lead.conversation_id) return { contactId: lead.contact_id, conversationId: lead.conversation_id };
	const opened = await openConversation(ctx, {
		contactId: lead.contact_id,
		locationId: lead.location_id,
		subject: lead.title,
	});
	await ctx.db.updateTable("leads").set({ conversation_id: opened.id }).where("id", "=", leadId).execute();
	return { contactId: lead.contact_id, conversationId: opened.id };
}

async function readAnswer(ctx: Ctx, messageId: string): Promise<LeadChatAnswer> {
	const row = await ctx.db
		.selectFrom("messages as m")
		.innerJoin("organisations as o", "o.id", "m.org_id")
		.leftJoin("locations as l", (join) => join.onRef("l.org_id", "=", "m.org_id").onRef("l.id", "=", "m.location_id"))
		.select(["m.body_text", "m.parts", "m.source", "m.model_provider", "m.model", "m.tokens_in", "m.tokens_out"])
		.select(["l.time_zone as zone", "o.time_zone as org_zone"])
		.where("m.dedupe_key", "=", `chat-answer:${messageId}`)
		.executeTakeFirst();
	if (!row)
		return {
			response: "A member of the team answers here.",
			provider: "member",
			model: null,
			usage: null,
			source: "member",
		};
	const parts = ChatParts.parse(row.parts).chat ?? [];
	return {
		response: [row.body_text, ...parts.flatMap((part) => linesOf(part, row.zone ?? row.org_zone))].join("\n"),
		provider: row.model_provider ?? "rules",
		model: row.model,
		usage: row.tokens_in === null ? null : { inputTokens: row.tokens_in, outputTokens: row.tokens_out ?? 0 },
		source: row.source ?? "rules",
	};
}

/** What stands below an answer, in words, for channels without buttons. */
function linesOf(part: ChatPart, zone: string): string[] {
	switch (part.kind) {
		case "slots":
			return part.slots.map(({ startsAt }, index) => `${index + 1}. ${sayInstant(Date.parse(startsAt), zone)}`);
		case "confirm":
			return ["Answer yes or no."];
		case "card":
			return [part.title, ...part.lines];
		case "choices":
			return [];
	}
}
