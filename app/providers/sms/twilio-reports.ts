import type { DeliveryReport, DeliveryState, MessageCost } from "#app/providers/delivery/port.ts";
import type { InboundSms } from "./port.ts";
import { isPermanentSmsError, OPTED_OUT } from "./twilio-failure.ts";

/**
 * A status callback as a report, or null when it names no message or no state we know.
 * Fields: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status. The post says nothing reliable
 * about its time (RawDlrDoneDate has minutes without a zone), so `at` is when it arrived.
 */
export function parseTwilioStatus(params: Record<string, string>, at: Date): DeliveryReport | null {
	const providerMessageId = params.MessageSid || params.SmsSid;
	const code = params.ErrorCode ? Number(params.ErrorCode) : null;
	const state = stateOf(params.MessageStatus || params.SmsStatus || "", code);
	if (!providerMessageId || !state) return null;
	return {
		provider: "twilio",
		eventId: null,
		providerMessageId,
		messageId: null,
		recipient: params.To ?? null,
		state,
		at,
		reason: code === null ? null : (REASONS.get(code) ?? params.ErrorMessage ?? `Twilio error ${code}`),
		code: code === null ? null : String(code),
		permanent: code !== null && isPermanentSmsError(code),
		cost: null,
	};
}

/** An incoming message: https://www.twilio.com/docs/messaging/guides/webhook-request. */
export function parseTwilioInbound(params: Record<string, string>): InboundSms | null {
	const { MessageSid, From, To, Body } = params;
	if (!MessageSid || !From || !To || Body === undefined) return null;
	return {
		providerMessageId: MessageSid,
		from: From,
		to: To,
		// Postgres keeps no NUL, and a text is not lost for a sign that nobody sees.
		body: Body.replaceAll("\0", ""),
		keyword: KEYWORDS.get(params.OptOutType ?? "") ?? null,
		segments: count(params.NumSegments),
		mediaCount: count(params.NumMedia) ?? 0,
		messagingServiceSid: params.MessagingServiceSid || null,
	};
}

/** Our state for Twilio's: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values. */
export function stateOf(status: string, code: number | null): DeliveryState | null {
	if (code === OPTED_OUT) return "suppressed";
	return STATES.get(status) ?? null;
}

/** `-0.00750` USD becomes 7,500 micros; null while Twilio has no price yet. */
export function costOf(price: string | null | undefined, unit: string | null | undefined): MessageCost | null {
	const amount = price ? Number(price) : Number.NaN;
	if (!Number.isFinite(amount) || !unit) return null;
	return { micros: Math.round(Math.abs(amount) * 1_000_000), currency: unit.toUpperCase() };
}

export function count(text: string | undefined): number | null {
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

// Maps, since a webhook's word such as `constructor` would find something on a plain object.
const STATES = new Map<string, DeliveryState>([
	["accepted", "queued"],
	["scheduled", "queued"],
	["queued", "queued"],
	["sending", "queued"],
	["sent", "sent"],
	["delivered", "delivered"],
	["read", "delivered"],
	["undelivered", "failed"],
	["failed", "failed"],
	["canceled", "failed"],
]);

const KEYWORDS = new Map<string, InboundSms["keyword"]>([
	["STOP", "stop"],
	["START", "start"],
	["HELP", "help"],
]);

const REASONS = new Map([
	[21610, "The receiver has opted out of texts"],
	[30003, "The phone is off or out of reach"],
	[30004, "The receiver or their carrier blocks our texts"],
	[30005, "The number does not exist or is no longer in use"],
	[30006, "The number is a landline or its carrier takes no texts"],
	[30007, "The carrier filtered the text for its content"],
	[30008, "The carrier gave no reason"],
	[30034, "The sending number is not registered with the US carriers"],
]);
