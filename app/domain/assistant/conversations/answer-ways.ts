import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { sayInstant } from "#app/base/words/say-time.ts";
import type { AnswerChannel } from "#app/domain/assistant/schema.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { decideGate, type GateDecision } from "#app/domain/messaging/rules/gate.ts";
import { readGateFacts } from "#app/domain/messaging/sending/gate-facts.ts";
import type { Ctx } from "#db/context.ts";
import { type AnswerTarget, findAnswerTarget } from "./answer-target.ts";

/** One way to answer a customer. */
export type AnswerWay = {
	channel: AnswerChannel;
	/** The address or number; null for the chat. */
	address: string | null;
	/** Whether an answer may be written by it: there is an address, and the customer has not opted out of it. */
	isOpen: boolean;
	/** Consent, and what would become of an answer now, in a sentence. */
	note: string;
};

const WORDS = { email: "Emails", sms: "Text messages" } as const;
/** Of no message: the gate is asked about one that is not written yet. */
const NO_MESSAGE = "00000000-0000-0000-0000-000000000000";

/**
 * By which ways a conversation can be answered, the gate asked for each as of now, and the usual one: that of the
 * customer's last message where it is open, else the chat. 404 for a conversation that is not here.
 */
export async function listAnswerWays(
	ctx: Ctx,
	conversationId: string,
): Promise<{ ways: AnswerWay[]; usual: AnswerChannel; subject: string }> {
	authorize(ctx, "conversations.take-over");
	const target = isId(conversationId) ? await findAnswerTarget(ctx, conversationId) : undefined;
	if (!target) throw notFound("conversation");
	const ways: AnswerWay[] = [
		{ channel: "chat", address: null, isOpen: true, note: "Shown at once on the customer's chat page." },
		await wayBy(ctx, "sms", target),
		await wayBy(ctx, "email", target),
	];
	const last = ways.find(({ channel, isOpen }) => isOpen && channel === target.last?.channel);
	return { ways, usual: last?.channel ?? "chat", subject: target.subject };
}

async function wayBy(ctx: Ctx, channel: "email" | "sms", target: AnswerTarget): Promise<AnswerWay> {
	const address = target.addresses[channel];
	const facts = await readGateFacts(ctx, {
		...{ id: NO_MESSAGE, channel, purpose: "reply", to_address: address, notBefore: null },
		...{ contact_id: target.contactId, location_id: target.locationId },
		answersAt: target.last?.at.toISOString(),
	});
	const decision = decideGate(facts);
	const isOpen = address !== null && facts.addressFits && decision.state !== "suppressed";
	return { channel, address, isOpen, note: noteOf(channel, decision, isOpen, target.zone) };
}

function noteOf(channel: "email" | "sms", decision: GateDecision, isOpen: boolean, zone: string): string {
	if (!isOpen) return "reason" in decision ? decision.reason : "";
	const consent = "The customer has not opted out.";
	switch (decision.state) {
		case "held":
			return `${WORDS[channel]} are held at the moment: the answer is kept in the outbox until it is released. ${decision.reason} ${consent}`;
		case "scheduled":
			return `${decision.reason} It goes out ${sayInstant(decision.at, zone)}. ${consent}`;
		default:
			return `It goes out at once. ${consent}`;
	}
}
