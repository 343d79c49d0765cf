import { env } from "#app/base/env.ts";
import { SendError, type SendErrorKind } from "#app/providers/delivery/port.ts";
import type { EmailSender, Mail } from "#app/providers/email/port.ts";
import type { SmsFound, SmsReceipt, SmsSender } from "#app/providers/sms/port.ts";
import type { Claim } from "./claim-message.ts";
import { oneClickUrl } from "./compose-email.ts";
import { messageIdOf } from "./mail-ids.ts";

/** The senders of this process; absent where the environment does not configure them. */
export type Senders = { email: EmailSender | undefined; sms: SmsSender | undefined };

/** What came of a claim, as it is to be recorded. */
export type Outcome =
	| { kind: "sent"; providerMessageId: string; segments: number | null; cost: SmsReceipt["cost"] }
	| { kind: SendErrorKind; reason: string; retryAfter: number | null }
	/** What the SMS provider has of these words to this number since then; empty when it never got them. */
	| { kind: "found"; texts: SmsFound[] }
	| { kind: "not-found-out"; reason: string };

/** Hands a claimed message to its provider, or looks it up there. Outside any transaction. Never rejects. */
export async function handOver(org: string, claim: Claim, senders: Senders, signal?: AbortSignal): Promise<Outcome> {
	try {
		if (claim.step === "look-up") return await lookUp(claim, senders.sms);
		return claim.channel === "email"
			? await sendMail(org, claim, senders.email, signal)
			: await sendSms(org, claim, senders.sms);
	} catch (error) {
		if (error instanceof SendError) return { kind: error.kind, reason: error.message, retryAfter: error.retryAfter };
		// Not a word of a provider's: nobody can say how far it came.
		return { kind: "uncertain", reason: "Sending broke off in the middle.", retryAfter: null };
	}
}

async function sendMail(org: string, claim: Claim, sender: Senders["email"], signal?: AbortSignal): Promise<Outcome> {
	if (!sender) throw new SendError("temporary", "No mail server is set up for this process.");
	const receipt = await sender.send(mailOf(org, claim), signal);
	return { kind: "sent", providerMessageId: receipt.providerMessageId, segments: null, cost: null };
}

/** The mail that a claimed message becomes; also what its page in the outbox shows. */
export function mailOf(
	org: string,
	claim: Pick<Claim, "id" | "to" | "subject" | "text" | "html" | "parts" | "origin">,
): Mail {
	const { email, calendar } = claim.parts;
	const unsubscribeUrl = oneClickUrl(email);
	return {
		messageId: messageIdOf(org, claim.id),
		from: claim.origin.mail ?? { address: claim.origin.shown },
		to: { address: claim.to },
		subject: claim.subject,
		text: email?.text ?? claim.text,
		...(claim.html ? { html: claim.html } : {}),
		...(email?.replyTo ? { replyTo: { address: email.replyTo } } : {}),
		...(email?.inReplyTo ? { inReplyTo: email.inReplyTo } : {}),
		...(email?.references ? { references: email.references } : {}),
		...(unsubscribeUrl ? { unsubscribeUrl } : {}),
		...(calendar ? { calendar } : {}),
	};
}

async function sendSms(org: string, claim: Claim, sender: Senders["sms"]): Promise<Outcome> {
	if (!sender) throw new SendError("temporary", "No SMS account is set up for this process.");
	if (!claim.origin.sms) throw new SendError("rejected", "There is no number to send from (TWILIO_FROM).");
	const statusCallback = statusAddress(org, claim.id);
	const receipt = await sender.send({
		to: claim.to,
		body: claim.text,
		idempotencyKey: claim.id,
		...(statusCallback ? { statusCallback } : {}),
		...claim.origin.sms,
	});
	if (receipt.state === "failed") throw new SendError("rejected", "Twilio refused the text.");
	if (receipt.state === "suppressed") throw new SendError("suppressed", "The receiver has opted out of texts.");
	const { providerMessageId, segments, cost } = receipt;
	return { kind: "sent", providerMessageId, segments, cost };
}

/** Where Twilio reports. It can only reach a public address; a stand-in on this machine reaches any. */
function statusAddress(org: string, id: string): string | undefined {
	const { publicUrl, isHttps, TWILIO_BASE_URL } = env();
	return isHttps || TWILIO_BASE_URL ? `${publicUrl}/hooks/twilio/status/${org}/${id}` : undefined;
}

async function lookUp(claim: Claim, sender: Senders["sms"]): Promise<Outcome> {
	if (!sender) return { kind: "not-found-out", reason: "No SMS account is set up for this process." };
	try {
		return { kind: "found", texts: await sender.find({ to: claim.to, body: claim.text, sentAfter: claim.since }) };
	} catch (error) {
		return { kind: "not-found-out", reason: error instanceof Error ? error.message : "The look-up failed." };
	}
}
