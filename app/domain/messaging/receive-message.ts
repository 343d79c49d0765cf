import { notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { cancelSequenceMessages } from "./cancel-message.ts";
import { obeyKeyword } from "./consent/obey-keyword.ts";
import { type Keyword, keywordOf } from "./rules/keywords.ts";
import type { MessageParts } from "./schema.ts";
import { recordMessage } from "./sending/move-message.ts";

export type InboundMessage = {
	conversationId: string;
	contactId: string;
	channel: "email" | "sms" | "chat";
	text: string;
	/** HTML made safe; the text says the same. */
	html?: string | undefined;
	subject?: string | undefined;
	from?: string | undefined;
	to?: string | undefined;
	leadId?: string | undefined;
	locationId?: string | undefined;
	/** The message of ours that it answers. */
	inReplyTo?: string | undefined;
	provider?: string | undefined;
	/** The provider's id or the Message-ID: the same one twice is one message. */
	providerMessageId?: string | undefined;
	/** Written by a machine (out of office, bounce): kept and shown, but it stops nothing. */
	automatic?: boolean | undefined;
	attachments?: MessageParts["attachments"];
	/** The provider's own reading of a keyword, where it has one; it then has answered by itself. */
	keyword?: Keyword | null | undefined;
};

export type ReceivedMessage = {
	id: string;
	/** False when this message had come before. */
	isNew: boolean;
	keyword: Keyword | null;
	/** The text to answer a keyword with, once; null when nothing is to be said. */
	answer: string | null;
};

/**
 * Takes in what a contact wrote, by any channel, into its conversation, and records `message.received`. STOP, START
 * and HELP by SMS are obeyed here. A reply of a person takes back the messages of sequences that were not handed over.
 * The subscribers of the event do the rest. Throws 404 for a conversation or contact that is not here.
 */
export async function receiveMessage(ctx: Ctx, input: InboundMessage): Promise<ReceivedMessage> {
	authorize(ctx, "messages.write");
	const contact = await findParties(ctx, input);
	const keyword = input.channel === "sms" ? (input.keyword ?? keywordOf(input.text)) : null;
	const id = await insertOnce(ctx, input, contact.name);
	if (!id) return { ...(await earlier(ctx, input)), isNew: false, keyword, answer: null };
	await ctx.db
		.updateTable("conversations")
		.set({ last_message_at: ctx.now, ...(contact.state === "snoozed" ? { state: "open" } : {}) })
		.where("id", "=", input.conversationId)
		.execute();
	const automatic = input.automatic ?? false;
	await recordMessage(ctx, { ...movable(input), id }, "received", null, { automatic, keyword });
	const answer = await obey(ctx, input, id, keyword);
	if (!automatic && keyword !== "help") {
		await cancelSequenceMessages(ctx, { contactId: input.contactId, reason: "The customer has answered." });
	}
	return { id, isNew: true, keyword, answer };
}

/** Where the provider has read the keyword itself, it has answered too. */
async function obey(ctx: Ctx, input: InboundMessage, messageId: string, keyword: Keyword | null) {
	if (!keyword || !input.from) return null;
	return obeyKeyword(ctx, { ...input, from: input.from, keyword, messageId, answers: !input.keyword });
}

async function findParties(ctx: Ctx, input: InboundMessage): Promise<{ name: string; state: string }> {
	const row = await ctx.db
		.selectFrom("conversations")
		.innerJoin("contacts", (join) => join.onRef("contacts.id", "=", "conversations.contact_id"))
		.select(["contacts.first_name", "contacts.last_name", "conversations.state"])
		.where("conversations.id", "=", input.conversationId)
		.where("contacts.id", "=", input.contactId)
		.executeTakeFirst();
	if (!row) throw notFound("conversation");
	return { name: [row.first_name, row.last_name].filter(Boolean).join(" "), state: row.state };
}

async function insertOnce(ctx: Ctx, input: InboundMessage, name: string): Promise<string | undefined> {
	const parts: MessageParts = {
		...(input.automatic ? { automatic: true } : {}),
		...(input.attachments?.length ? { attachments: input.attachments } : {}),
	};
	const row = await ctx.db
		.insertInto("messages")
		.values({
			org_id: ctx.org,
			id: newId(),
			conversation_id: input.conversationId,
			contact_id: input.contactId,
			lead_id: input.leadId ?? null,
			location_id: input.locationId ?? null,
			channel: input.channel,
			direction: "in",
			purpose: "reply",
			author_kind: "customer",
			author_id: input.contactId,
			author_name: name || (input.from ?? "Customer"),
			state: "received",
			state_at: ctx.now,
			from_address: input.from ?? null,
			to_address: input.to ?? null,
			subject: input.subject ?? "",
			body_text: input.text,
			body_html: input.html ?? null,
			parts: jsonb(parts),
			in_reply_to: input.inReplyTo ?? null,
			provider: input.provider ?? null,
			provider_message_id: input.providerMessageId ?? null,
			dedupe_key: keyOf(input),
			created_at: ctx.now,
		})
		.onConflict((conflict) =>
			conflict.columns(["org_id", "dedupe_key"]).where("dedupe_key", "is not", null).doNothing(),
		)
		.returning("id")
		.executeTakeFirst();
	return row?.id;
}

async function earlier(ctx: Ctx, input: InboundMessage): Promise<{ id: string }> {
	return ctx.db.selectFrom("messages").select("id").where("dedupe_key", "=", keyOf(input)).executeTakeFirstOrThrow();
}

function keyOf({ channel, provider, providerMessageId }: InboundMessage): string | null {
	return providerMessageId ? `in:${provider ?? channel}:${providerMessageId}` : null;
}

function movable(input: InboundMessage) {
	return {
		state: "received",
		channel: input.channel,
		purpose: "reply",
		conversation_id: input.conversationId,
		contact_id: input.contactId,
		lead_id: input.leadId ?? null,
	};
}
