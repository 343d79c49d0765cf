import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { decideGate } from "#app/domain/messaging/rules/gate.ts";
import { type Keyword, keywordAnswer } from "#app/domain/messaging/rules/keywords.ts";
import { smsSegments } from "#app/domain/messaging/rules/sms-segments.ts";
import { readGateFacts } from "#app/domain/messaging/sending/gate-facts.ts";
import { recordMessage } from "#app/domain/messaging/sending/move-message.ts";
import type { Ctx } from "#db/context.ts";
import { addSuppression } from "./add-suppression.ts";
import { removeSuppression } from "./remove-suppression.ts";

export type KeywordMessage = {
	conversationId: string;
	contactId: string;
	from: string;
	to?: string | undefined;
	messageId: string;
	keyword: Keyword;
	locationId?: string | undefined;
	/** Whether we answer; not where the provider does. */
	answers: boolean;
};

/**
 * Does what a carrier's keyword asks for (MSG-5). STOP suppresses the number, START lifts only what STOP did. Returns
 * what to answer, for the caller to say in its reply: once for each change, and only where sending is allowed at all.
 */
export async function obeyKeyword(ctx: Ctx, message: KeywordMessage): Promise<string | null> {
	const { contactId, from, messageId, keyword } = message;
	if (keyword === "stop") {
		const added = await addSuppression(ctx, { channel: "sms", address: from, reason: "stop", messageId, contactId });
		if (!added) return null;
	}
	if (
		keyword === "start" &&
		!(await removeSuppression(ctx, { channel: "sms", address: from, by: "receiver", contactId }))
	)
		return null;
	return message.answers && (await isAllowed(ctx, message)) ? keepAnswer(ctx, message) : null;
}

/**
 * The confirmation of a STOP is the one text that may follow it (CTIA Messaging Principles, 5.1.3), so suppression is
 * not asked here; switches and demo mode are.
 */
async function isAllowed(ctx: Ctx, message: KeywordMessage): Promise<boolean> {
	const question = {
		id: message.messageId,
		channel: "sms" as const,
		purpose: "notice",
		to_address: message.from,
		contact_id: message.contactId,
		location_id: message.locationId ?? null,
		notBefore: null,
	};
	const facts = await readGateFacts(ctx, question);
	const suppression = message.keyword === "stop" ? null : facts.suppression;
	return decideGate({ ...facts, suppression }).state === "queued";
}

/** The answer travels in the reply to the provider's post; its row says so, for the conversation and the log. */
async function keepAnswer(ctx: Ctx, message: KeywordMessage): Promise<string> {
	const org = await ctx.db
		.selectFrom("organisations")
		.leftJoin("locations", (join) => join.on("locations.id", "=", message.locationId ?? null))
		.select(["organisations.name", "locations.name as location", "locations.phone"])
		.where("organisations.id", "=", ctx.org)
		.executeTakeFirstOrThrow();
	const text = keywordAnswer(message.keyword, org.location ?? org.name, org.phone);
	const row = {
		org_id: ctx.org,
		id: newId(),
		conversation_id: message.conversationId,
		contact_id: message.contactId,
		lead_id: null,
		location_id: message.locationId ?? null,
		channel: "sms" as const,
		direction: "out" as const,
		purpose: "notice",
		author_kind: "system" as const,
		author_name: "System",
		state: "sent" as const,
		state_at: ctx.now,
		sent_at: ctx.now,
		planned_at: ctx.now,
		to_address: message.from,
		from_address: message.to ?? env().TWILIO_FROM ?? null,
		body_text: text,
		segments: smsSegments(text).segments,
		in_reply_to: message.messageId,
		provider: "twilio",
		created_at: ctx.now,
	};
	await ctx.db.insertInto("messages").values(row).execute();
	await recordMessage(ctx, row, "sent", null);
	return text;
}
