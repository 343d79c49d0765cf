import type { DeliveryReport, DeliveryState, MessageCost } from "#app/providers/delivery/port.ts";

export type Sms = {
	/** E.164, such as +15005550006. */
	to: string;
	/** At most 1,600 characters (Twilio's limit for a body). */
	body: string;
	/** Where the provider reports what became of it: an absolute https URL. */
	statusCallback?: string;
	/**
	 * Our row id. Twilio's message resource has no idempotency key, so it never travels; it is in the port for
	 * providers that take one.
	 */
	idempotencyKey?: string;
} & SmsOrigin;

/** Exactly one of a number of ours and a messaging service. */
export type SmsOrigin =
	| { from: string; messagingServiceSid?: undefined }
	| { messagingServiceSid: string; from?: undefined };

export type SmsReceipt = {
	providerMessageId: string;
	state: DeliveryState;
	segments: number | null;
	/** Null until the provider knows: Twilio fills it in after sending. */
	cost: MessageCost | null;
};

/** What was asked of the provider before a crash: same receiver, same words, not older than `sentAfter`. */
export type SmsSearch = { to: string; body: string; sentAfter: Date };

export type SmsFound = SmsReceipt & { createdAt: Date; code: string | null };

/** A text message that came in. `keyword` is the provider's own reading of it, where it has one. */
export type InboundSms = {
	providerMessageId: string;
	from: string;
	to: string;
	body: string;
	keyword: "stop" | "start" | "help" | null;
	segments: number | null;
	mediaCount: number;
	messagingServiceSid: string | null;
};

/** A signed form post as it came: the exact public URL that was called, the header, the form's fields. */
export type SignedForm = { url: string; signature: string | null; params: Record<string, string> };

/** Sends one text to one receiver. Rejects with `SendError` (delivery/port.ts) and nothing else. */
export interface SmsSender {
	readonly name: string;
	send(sms: Sms): Promise<SmsReceipt>;
	/** All messages that match, newest first; empty means that the provider never got it. */
	find(search: SmsSearch): Promise<SmsFound[]>;
	/** The message as the provider sees it now, with its price; null when it knows no such id. */
	fetch(providerMessageId: string): Promise<SmsFound | null>;
	verifyStatusWebhook(form: SignedForm): boolean;
	verifyInbound(form: SignedForm): boolean;
	/** Null when the post carries no state worth recording. The post has no time of its own: `at` is its arrival. */
	parseStatus(params: Record<string, string>, at: Date): DeliveryReport | null;
	/** Null when a required field is absent. */
	parseInbound(params: Record<string, string>): InboundSms | null;
	/** Whether the account can be reached with our credentials. Never rejects. */
	check(): Promise<{ ok: boolean; reason: string | null }>;
}
