import twilio from "twilio";
import { assertOutsideTransaction } from "#app/base/transaction-guard.ts";
import { SendError } from "#app/providers/delivery/port.ts";
import type { SignedForm, Sms, SmsFound, SmsReceipt, SmsSearch, SmsSender } from "./port.ts";
import { RedirectedClient } from "./twilio-client.ts";
import { twilioFailure } from "./twilio-failure.ts";
import { costOf, count, parseTwilioInbound, parseTwilioStatus, stateOf } from "./twilio-reports.ts";

export type TwilioConfig = {
	accountSid: string;
	/** Signs Twilio's webhooks, and authenticates us unless there is an API key. */
	authToken: string;
	/** While the token is being exchanged, webhooks signed with the old one count too. */
	previousAuthToken?: string;
	apiKey?: { sid: string; secret: string };
	/** Instead of https://api.twilio.com. */
	baseUrl?: string;
	timeoutMs?: number;
};

type Message = Awaited<ReturnType<InstanceType<typeof twilio.Twilio>["messages"]["create"]>>;

/** Texts by Twilio's Programmable Messaging, through its SDK. */
export function openTwilio(config: TwilioConfig): SmsSender {
	const http = new RedirectedClient({ baseUrl: config.baseUrl ?? null, timeoutMs: config.timeoutMs ?? 15_000 });
	const client = twilio(config.apiKey?.sid ?? config.accountSid, config.apiKey?.secret ?? config.authToken, {
		accountSid: config.accountSid,
		httpClient: http,
		autoRetry: false,
	});
	const verify = (form: SignedForm) => isSigned(form, [config.authToken, config.previousAuthToken]);

	return {
		name: "twilio",
		verifyStatusWebhook: verify,
		verifyInbound: verify,
		parseStatus: parseTwilioStatus,
		parseInbound: parseTwilioInbound,
		async send(sms) {
			assertOutsideTransaction("Sending a text");
			checkSms(sms);
			const { to, body, from, messagingServiceSid, statusCallback } = sms;
			return guarded(http, async () =>
				receiptOf(await client.messages.create({ to, body, from, messagingServiceSid, statusCallback })),
			);
		},
		async find(search) {
			assertOutsideTransaction("Looking up a text");
			return guarded(http, async () => matching(await client.messages.list({ to: search.to, limit: 200 }), search));
		},
		async fetch(providerMessageId) {
			assertOutsideTransaction("Looking up a text");
			try {
				return foundOf(await client.messages(providerMessageId).fetch());
			} catch (error) {
				if ((error as { status?: unknown }).status === 404) return null;
				throw twilioFailure(error, http.retryAfter);
			}
		},
		async check() {
			assertOutsideTransaction("Asking Twilio");
			try {
				await client.api.v2010.accounts(config.accountSid).fetch();
				return { ok: true, reason: null };
			} catch (error) {
				const { kind, message } = twilioFailure(error, null);
				return { ok: false, reason: kind === "uncertain" ? "Twilio gave no clear answer." : message };
			}
		},
	};
}

async function guarded<T>(http: RedirectedClient, ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		throw twilioFailure(error, http.retryAfter);
	}
}

/** What Twilio would refuse is refused here, in our words and without a request. */
function checkSms(sms: Sms): void {
	if (!/^\+[1-9]\d{5,14}$/.test(sms.to)) {
		throw new SendError("rejected", "The number is not in international form, such as +15005550006.");
	}
	if (sms.body.trim() === "") throw new SendError("rejected", "The text is empty.");
	if ([...sms.body].length > 1600) throw new SendError("rejected", "The text is longer than 1,600 characters.");
	if (Boolean(sms.from) === Boolean(sms.messagingServiceSid)) {
		throw new SendError("rejected", "A text needs either a number to send from or a messaging service.");
	}
}

/**
 * Messages to that number with the same words. Filtered here rather than by DateSent: that filter knows days only
 * and leaves out what is still queued. Twilio's times have whole seconds; five seconds of slack cover that and clocks.
 */
function matching(messages: Message[], search: SmsSearch): SmsFound[] {
	const since = search.sentAfter.getTime() - 5_000;
	return messages
		.filter((message) => message.direction.startsWith("outbound") && message.body.trim() === search.body.trim())
		.filter((message) => message.dateCreated.getTime() >= since)
		.sort((a, b) => b.dateCreated.getTime() - a.dateCreated.getTime())
		.map(foundOf);
}

function receiptOf(message: Message): SmsReceipt {
	const state = stateOf(message.status, message.errorCode ?? null);
	if (!message.sid || !state) {
		throw new SendError("uncertain", "Twilio's answer was not a message; the text may have gone out.");
	}
	return {
		providerMessageId: message.sid,
		state,
		segments: count(message.numSegments) || null,
		cost: costOf(message.price, message.priceUnit),
	};
}

function foundOf(message: Message): SmsFound {
	const code = message.errorCode ? String(message.errorCode) : null;
	return { ...receiptOf(message), createdAt: message.dateCreated, code };
}

/** X-Twilio-Signature: https://www.twilio.com/docs/usage/security#validating-requests, checked by the SDK. */
function isSigned(form: SignedForm, tokens: (string | undefined)[]): boolean {
	const { signature, url, params } = form;
	if (!signature || !URL.canParse(url)) return false;
	return tokens.some((token) => Boolean(token) && twilio.validateRequest(token as string, signature, url, params));
}
