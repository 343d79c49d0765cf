import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from "node:crypto";
import { z } from "zod";
import type { DeliveryReport, DeliveryState } from "#app/providers/delivery/port.ts";

/** A signed post as it came. `header` finds a header by its lower-case name; `body` is the body's bytes, unparsed. */
export type SignedPost = { header(name: string): string | null; body: Uint8Array };

/**
 * Whether SendGrid's Event Webhook signed this post: ECDSA on P-256 with SHA-256 over timestamp and body.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 *
 * `keys` are verification keys as SendGrid shows them (base64 DER) or PEM; more than one while they are exchanged.
 * SendGrid tries a post again for 24 hours and does not say that it signs anew, hence the wide window: a replay inside
 * it changes nothing, since reports are known by their event id.
 */
export function verifySendgrid(post: SignedPost, keys: string[], now: Date, toleranceSeconds = 25 * 3600): boolean {
	const signature = post.header("x-twilio-email-event-webhook-signature");
	const timestamp = post.header("x-twilio-email-event-webhook-timestamp");
	if (!signature || !timestamp || !isRecent(timestamp, now, toleranceSeconds)) return false;
	const signed = Buffer.concat([Buffer.from(timestamp, "utf8"), post.body]);
	return keys.some((text) => {
		const key = publicKeyOf(text);
		return key !== null && verify("sha256", signed, key, Buffer.from(signature, "base64"));
	});
}

/**
 * Whether Resend signed this post, by the Svix scheme that Standard Webhooks describes: HMAC-SHA256 over
 * `id.timestamp.body`. https://resend.com/docs/webhooks/verify-webhooks-requests, https://www.standardwebhooks.com
 * `secrets` are `whsec_…`; more than one while they are exchanged.
 */
export function verifyResend(post: SignedPost, secrets: string[], now: Date, toleranceSeconds = 300): boolean {
	const id = post.header("svix-id") ?? post.header("webhook-id");
	const timestamp = post.header("svix-timestamp") ?? post.header("webhook-timestamp");
	const signatures = post.header("svix-signature") ?? post.header("webhook-signature");
	if (!id || !timestamp || !signatures || !isRecent(timestamp, now, toleranceSeconds)) return false;
	const given = signatures
		.split(" ")
		.flatMap((one) => (one.startsWith("v1,") ? [Buffer.from(one.slice(3), "base64")] : []));
	return secrets.some((secret) => {
		const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
		if (key.length === 0) return false;
		const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(post.body).digest();
		return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
	});
}

/**
 * SendGrid's events as reports; null when the body is not a list of them. Opens, clicks and events of SendGrid's own
 * unsubscribe groups are left out. The `smtp-id` is our Message-ID; `sg_message_id` begins with the id in SMTP's reply.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
export function parseSendgrid(body: Uint8Array): DeliveryReport[] | null {
	const list = z.array(z.unknown()).safeParse(jsonOf(body));
	if (!list.success) return null;
	return list.data.flatMap((item) => {
		const event = SendgridEvent.safeParse(item);
		const meaning = event.success ? sendgridMeaning(event.data) : null;
		if (!event.success || !meaning) return [];
		const { data } = event;
		return {
			provider: "sendgrid",
			eventId: data.sg_event_id ?? null,
			providerMessageId: data.sg_message_id?.split(".")[0] || null,
			messageId: bracketed(data["smtp-id"]),
			recipient: data.email ?? null,
			at: new Date(data.timestamp * 1000),
			reason: oneLine(data.reason ?? data.response),
			code: data.status ?? null,
			cost: null,
			...meaning,
		};
	});
}

/**
 * Resend's event as a report. Null when the body is not one of Resend's, or says nothing about a delivery (opened,
 * clicked, contacts, domains). `eventId` is the `svix-id` header. https://resend.com/docs/webhooks/event-types
 */
export function parseResend(body: Uint8Array, eventId: string | null): DeliveryReport | null {
	const event = ResendEvent.safeParse(jsonOf(body));
	const state = event.success ? RESEND_STATES.get(event.data.type) : undefined;
	if (!event.success || !state) return null;
	const { data, created_at } = event.data;
	const passing = data.bounce?.type === "Transient" || data.bounce?.type === "Undetermined";
	return {
		provider: "resend",
		eventId,
		providerMessageId: data.email_id,
		messageId: bracketed(data.message_id),
		recipient: data.to[0] ?? null,
		state,
		at: new Date(created_at),
		reason: oneLine(data.bounce?.message ?? data.failed?.reason ?? data.suppressed?.message),
		code: data.bounce?.subType ?? null,
		permanent: state === "complained" || state === "suppressed" || (state === "bounced" && !passing),
		cost: null,
	};
}

type Meaning = { state: DeliveryState; permanent: boolean };

function sendgridMeaning(event: z.infer<typeof SendgridEvent>): Meaning | null {
	switch (event.event) {
		case "processed":
			return { state: "sent", permanent: false };
		case "deferred":
			return { state: "queued", permanent: false };
		case "delivered":
			return { state: "delivered", permanent: false };
		case "bounce":
			// `blocked`: refused for now, such as for reputation; the address itself is not at fault.
			return { state: "bounced", permanent: event.type !== "blocked" };
		case "dropped": {
			const listed = /bounced|unsubscribed|spam report|invalid/i.test(event.reason ?? "");
			return { state: listed ? "suppressed" : "failed", permanent: listed };
		}
		case "spamreport":
			return { state: "complained", permanent: true };
		default:
			return null;
	}
}

const SendgridEvent = z.object({
	event: z.string(),
	timestamp: z.number().positive().max(8.64e12),
	email: z.string().optional(),
	"smtp-id": z.string().optional(),
	sg_event_id: z.string().optional(),
	sg_message_id: z.string().optional(),
	reason: z.string().optional(),
	response: z.string().optional(),
	status: z.string().optional(),
	type: z.string().optional(),
});

const ResendEvent = z.object({
	type: z.string(),
	created_at: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
	data: z.object({
		email_id: z.string(),
		message_id: z.string().optional(),
		to: z.array(z.string()),
		bounce: z.object({ message: z.string(), type: z.string().optional(), subType: z.string().optional() }).optional(),
		failed: z.object({ reason: z.string() }).optional(),
		suppressed: z.object({ message: z.string() }).optional(),
	}),
});

const RESEND_STATES = new Map<string, DeliveryState>([
	["email.scheduled", "queued"],
	["email.sent", "sent"],
	["email.delivery_delayed", "queued"],
	["email.delivered", "delivered"],
	["email.bounced", "bounced"],
	["email.complained", "complained"],
	["email.failed", "failed"],
	["email.suppressed", "suppressed"],
]);

function isRecent(timestamp: string, now: Date, toleranceSeconds: number): boolean {
	return /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - Number(timestamp)) <= toleranceSeconds;
}

function publicKeyOf(text: string): KeyObject | null {
	try {
		const key = text.includes("BEGIN")
			? createPublicKey(text)
			: createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
		return key.asymmetricKeyType === "ec" ? key : null;
	} catch {
		return null;
	}
}

function jsonOf(body: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(body).toString("utf8"));
	} catch {
		return undefined;
	}
}

function bracketed(id: string | undefined): string | null {
	if (!id) return null;
	return id.startsWith("<") ? id : `<${id}>`;
}

/** A server's words on one line, short enough to show. */
function oneLine(text: string | undefined): string | null {
	const line = (text ?? "").replace(/[\p{Cc}\s]+/gu, " ").trim();
	return line ? line.slice(0, 500) : null;
}
