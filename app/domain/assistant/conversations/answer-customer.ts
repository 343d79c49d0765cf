import { invalid } from "#app/base/errors.ts";
import type { AnswerChannel } from "#app/domain/assistant/schema.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import type { Ctx } from "#db/context.ts";
import { findAnswerTarget } from "./answer-target.ts";
import { lockOwnConversation, markAnswered, writeInChat } from "./write-in-chat.ts";

/** Where an answer stands: `held` and `scheduled` with the reason why it has not gone out yet. */
export type Answered = { id: string; state: string; reason?: string | undefined };

/**
 * A member's answer by the channel they chose: a line in the chat, or a message through the outbox and its gate, to
 * where the customer wrote from; a mail in the thread of theirs. Only who has taken the conversation over: 409
 * otherwise. 422 where the gate forbids it for good (opted out, no address): then nothing is written, and who typed it
 * chooses another way. The same key twice is the same answer.
 */
export async function answerCustomer(
	ctx: Ctx,
	input: { conversationId: string; channel: AnswerChannel; text: string; key: string },
): Promise<Answered> {
	authorize(ctx, "conversations.take-over");
	const { conversationId, channel, text, key } = input;
	if (channel === "chat") return { ...(await writeInChat(ctx, input)), state: "sent" };
	const member = await lockOwnConversation(ctx, conversationId);
	const target = await findAnswerTarget(ctx, conversationId);
	const address = target?.addresses[channel];
	if (!target || !address) {
		throw invalid("", { channel: [`No ${channel === "sms" ? "number" : "email address"} of the customer is known.`] });
	}
	const message = await queueMessage(ctx, {
		conversationId,
		channel,
		text,
		contactId: target.contactId,
		purpose: "reply",
		to: address,
		...(target.leadId ? { leadId: target.leadId } : {}),
		...(target.locationId ? { locationId: target.locationId } : {}),
		...(channel === "email" ? { subject: target.subject } : {}),
		...(target.last ? { answersAt: target.last.at } : {}),
		author: { kind: "member", id: member.id, name: member.name },
		dedupeKey: `answer:${conversationId}:${key}`,
	});
	// Thrown, so that the row goes too: what is not sent must not stand in the thread as if it had been said.
	if (message.state === "suppressed") throw invalid("", { channel: [`${message.reason} Choose another way.`] });
	await markAnswered(ctx, conversationId);
	return message;
}
