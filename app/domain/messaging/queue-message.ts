import { AppError, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Actor, Ctx } from "#db/context.ts";
import { linkToChat, withChatLink } from "./chat-links/link-to-chat.ts";
import { openConversation } from "./open-conversation.ts";
import { plainAddress } from "./rules/address.ts";
import { smsSegments } from "./rules/sms-segments.ts";
import type { CalendarPart, MessageParts, OutboxChannel, Purpose } from "./schema.ts";
import { composeEmail } from "./sending/compose-email.ts";
import { passGate } from "./sending/pass-gate.ts";

export type NewMessage = {
	/** Where it belongs; without it, the open conversation of contact and location. */
	conversationId?: string | undefined;
	contactId: string;
	leadId?: string | undefined;
	locationId?: string | undefined;
	channel: OutboxChannel;
	purpose: Purpose;
	/** An address or number; without it, the contact's own. */
	to?: string | undefined;
	subject?: string | undefined;
	/** The words. An email gets its layout, reason and way out around them; an SMS goes as it is. */
	text: string;
	/** Emails: the same words as HTML of our own making, in place of paragraphs made from `text`. */
	html?: string | undefined;
	button?: { label: string; url: string } | undefined;
	/** Emails: why one gets it, the line above the way out. */
	reason?: string | undefined;
	calendar?: CalendarPart | undefined;
	plannedAt?: Date | undefined;
	/** One intention, one message: the same key again is the same message, whatever else it says. */
	dedupeKey?: string | undefined;
	author?: { kind: Author; id?: string | undefined; name: string } | undefined;
	variant?: string | undefined;
	templateVersionId?: string | undefined;
	/** Variables of the text that had no value; the message is held rather than sent with a hole. */
	missingValues?: readonly string[] | undefined;
	/** When the customer wrote or did what this answers directly; minutes later quiet hours do not hold it back. */
	answersAt?: Date | undefined;
};

export type QueuedMessage = { id: string; state: string; reason?: string | undefined };
type Author = "member" | "agent" | "assistant" | "system" | "workflow";

/**
 * The one way out (MSG-1): writes the message as a row, asks the gate, and enqueues its job if it may go now or later.
 * It carries the link to its conversation's chat (LEAD-6), unless it has one or goes to an address not the contact's own.
 * Returns where it stands and why. Throws 404 for a contact, conversation, lead or location that is not here.
 */
export async function queueMessage(ctx: Ctx, input: NewMessage): Promise<QueuedMessage> {
	authorize(ctx, "messages.write");
	const known = await findByKey(ctx, input.dedupeKey);
	if (known) return known;
	const contact = await ctx.db
		.selectFrom("contacts")
		.select(["id", "email", "phone"])
		.where("id", "=", input.contactId)
		.executeTakeFirst();
	if (!contact) throw notFound("contact");
	const conversationId = await conversationFor(ctx, input);
	const own = input.channel === "email" ? contact.email : contact.phone;
	const address = input.to ?? own;
	const id = newId();
	const isOwn = address !== null && own !== null && plain(input, address) === plain(input, own);
	const chatUrl = isOwn ? await linkToChat(ctx, { ...input, messageId: id, conversationId }) : null;
	const text = input.channel === "sms" && chatUrl ? withChatLink(input.text, chatUrl) : input.text;
	const row = draftRow(ctx, { ...input, text }, { id, conversationId, address: address && plain(input, address) });
	const inserted = await ctx.db
		.insertInto("messages")
		.values(row)
		.onConflict((conflict) =>
			conflict.columns(["org_id", "dedupe_key"]).where("dedupe_key", "is not", null).doNothing(),
		)
		.returning("id")
		.executeTakeFirst()
		.catch((error) => refuseForeign(error));
	// Somebody else was writing the same intention at this instant, and has committed by now.
	if (!inserted) return (await findByKey(ctx, input.dedupeKey))!;
	if (input.channel === "email") await writeEmail(ctx, { ...input, conversationId }, { id, chatUrl });
	await ctx.db
		.updateTable("conversations")
		.set({ last_message_at: ctx.now })
		.where("id", "=", conversationId)
		.execute();
	return passGate(ctx, { ...row, parts: partsOf(input) }, input.plannedAt ?? null);
}

function plain({ channel }: NewMessage, address: string): string {
	return plainAddress(channel, address);
}

type Place = { id: string; conversationId: string; address: string | null };

function draftRow(ctx: Ctx, input: NewMessage, { id, conversationId, address }: Place) {
	const author = input.author ?? authorOf(ctx.actor);
	return {
		org_id: ctx.org,
		id,
		conversation_id: conversationId,
		contact_id: input.contactId,
		lead_id: input.leadId ?? null,
		location_id: input.locationId ?? null,
		channel: input.channel,
		direction: "out" as const,
		purpose: input.purpose,
		author_kind: author.kind,
		author_id: author.id ?? null,
		author_name: author.name,
		state: "draft" as const,
		state_at: ctx.now,
		to_address: address,
		// A subject is one line, whatever it was made from: a line break would start a header of its own.
		subject: oneLine(input.subject ?? ""),
		body_text: input.text,
		parts: jsonb(partsOf(input)),
		variant: input.variant ?? null,
		template_version_id: input.templateVersionId ?? null,
		planned_at: input.plannedAt ?? ctx.now,
		segments: input.channel === "sms" ? smsSegments(input.text).segments : null,
		dedupe_key: input.dedupeKey ?? null,
		created_at: ctx.now,
	};
}

function partsOf({ calendar, missingValues, answersAt }: NewMessage): MessageParts {
	return {
		...(calendar ? { calendar } : {}),
		...(missingValues?.length ? { missing: [...missingValues] } : {}),
		...(answersAt ? { answersAt: answersAt.toISOString() } : {}),
	};
}

async function writeEmail(
	ctx: Ctx,
	input: NewMessage & { conversationId: string },
	{ id, chatUrl }: { id: string; chatUrl: string | null },
): Promise<void> {
	const { html, part } = await composeEmail(ctx, {
		id,
		chatUrl,
		conversationId: input.conversationId,
		contactId: input.contactId,
		locationId: input.locationId ?? null,
		purpose: input.purpose,
		text: input.text,
		html: input.html,
		button: input.button,
		reason: input.reason,
	});
	const parts: MessageParts = { ...partsOf(input), email: part };
	await ctx.db
		.updateTable("messages")
		.set({ body_html: html, parts: jsonb(parts) })
		.where("id", "=", id)
		.execute();
}

async function conversationFor(ctx: Ctx, input: NewMessage): Promise<string> {
	if (!input.conversationId) {
		const { contactId, locationId } = input;
		return (await openConversation(ctx, { contactId, locationId, subject: oneLine(input.subject ?? "") })).id;
	}
	const found = await ctx.db
		.selectFrom("conversations")
		.select("id")
		.where("id", "=", input.conversationId)
		.where("contact_id", "=", input.contactId)
		.executeTakeFirst();
	if (!found) throw notFound("conversation");
	return found.id;
}

async function findByKey(ctx: Ctx, key: string | undefined): Promise<QueuedMessage | undefined> {
	if (!key) return undefined;
	const row = await ctx.db
		.selectFrom("messages")
		.select(["id", "state", "state_reason"])
		.where("dedupe_key", "=", key)
		.executeTakeFirst();
	return row && { id: row.id, state: row.state, reason: row.state_reason ?? undefined };
}

function authorOf(actor: Actor): { kind: Author; id?: string | undefined; name: string } {
	if (actor.kind === "member" || actor.kind === "agent" || actor.kind === "workflow") {
		return { kind: actor.kind, id: actor.id, name: actor.name };
	}
	// What a customer's act sets off is written by the product, not by the customer.
	return { kind: "system", name: actor.kind === "customer" ? "System" : actor.name };
}

/** 23503: the lead, location or template version belongs to nobody here. */
function refuseForeign(error: unknown): never {
	if ((error as { code?: unknown }).code === "23503") throw notFound("lead or location");
	throw error instanceof Error ? error : new AppError(500, "fault", "The message could not be written.");
}

function oneLine(text: string): string {
	return text
		.replace(/[\p{Cc}\s\u2028\u2029]+/gu, " ")
		.trim()
		.slice(0, 500);
}
