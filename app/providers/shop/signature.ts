import { createHmac, timingSafeEqual } from "node:crypto";
import type { WebhookDelivery, WebhookHeaders, WebhookVerdict } from "./port.ts";

/** Signed webhooks: one check for every scheme that is an HMAC over the body and perhaps a time and an id. */

export type SignatureScheme = {
	signatureHeader: string;
	/** Before the signature in its header: "sha256=" or "v1,". Entries without it are passed over. */
	prefix: string;
	/** Whether the header holds several signatures with spaces between, as Standard Webhooks does. */
	several: boolean;
	algorithm: "sha256" | "sha512";
	encoding: "hex" | "base64";
	/** What is signed: `{body}`, `{timestamp}` and `{id}` are filled in. */
	signed: string;
	timestampHeader: string | null;
	timestampUnit: "seconds" | "milliseconds" | "iso";
	idHeader: string | null;
	/** How far the signed time may be from ours, either way. */
	toleranceSeconds: number;
};

/** Standard Webhooks (standardwebhooks.com, specification 1.0). */
export const STANDARD_WEBHOOKS: SignatureScheme = {
	signatureHeader: "webhook-signature",
	prefix: "v1,",
	several: true,
	algorithm: "sha256",
	encoding: "base64",
	signed: "{id}.{timestamp}.{body}",
	timestampHeader: "webhook-timestamp",
	timestampUnit: "seconds",
	idHeader: "webhook-id",
	toleranceSeconds: 300,
};

/** Tries each secret against each signature; comparisons take the same time wherever they differ. */
export function verifySignature(scheme: SignatureScheme, delivery: WebhookDelivery, secrets: string[]): WebhookVerdict {
	const usable = secrets.filter((secret) => secret !== "");
	if (usable.length === 0) return { ok: false, reason: "no-secret" };
	const given = header(delivery.headers, scheme.signatureHeader);
	const offered = signaturesIn(given ?? "", scheme);
	if (offered.length === 0) return { ok: false, reason: "missing-signature" };
	const id = scheme.idHeader ? (header(delivery.headers, scheme.idHeader) ?? "") : "";
	const stamp = scheme.timestampHeader ? (header(delivery.headers, scheme.timestampHeader) ?? "") : "";
	const timestamp = scheme.timestampHeader ? instantOf(stamp, scheme) : undefined;
	if (timestamp === null) return { ok: false, reason: "missing-timestamp" };
	if (timestamp && Math.abs(delivery.now.getTime() - timestamp.getTime()) > scheme.toleranceSeconds * 1000) {
		return { ok: false, reason: "stale" };
	}
	const content = signedBytes(scheme.signed, { id, timestamp: stamp, body: delivery.rawBody });
	const fits = usable.flatMap(keysOf).some((key) => {
		const expected = Buffer.from(createHmac(scheme.algorithm, key).update(content).digest(scheme.encoding));
		return offered.some((signature) => sameBytes(signature, expected));
	});
	if (!fits) return { ok: false, reason: "mismatch" };
	return { ok: true, ...(id && { deliveryId: id }), ...(timestamp && { timestamp }) };
}

/**
 * The keys a secret may stand for. `whsec_` marks base64 (Standard Webhooks). A secret without the mark is taken as
 * its own letters and, where it is base64, as the bytes it encodes too: senders differ, and both are equally secret.
 */
function keysOf(secret: string): Buffer[] {
	if (secret.startsWith("whsec_")) return [Buffer.from(secret.slice(6), "base64")];
	const decoded = Buffer.from(secret, "base64");
	const isBase64 = decoded.length >= 16 && decoded.toString("base64") === secret;
	return isBase64 ? [Buffer.from(secret), decoded] : [Buffer.from(secret)];
}

/**
 * As written, not decoded: Node's decoders pass over what follows a valid part. At most ten, so that nobody makes us
 * compare for long.
 */
function signaturesIn(text: string, scheme: SignatureScheme): Buffer[] {
	const entries = scheme.several ? text.split(" ") : [text.trim()];
	return entries
		.filter((entry) => entry.length > scheme.prefix.length && entry.startsWith(scheme.prefix))
		.slice(0, 10)
		.map((entry) => entry.slice(scheme.prefix.length))
		.map((signature) => Buffer.from(scheme.encoding === "hex" ? signature.toLowerCase() : signature));
}

function signedBytes(template: string, parts: { id: string; timestamp: string; body: string | Uint8Array }): Buffer {
	const pieces = template.split(/(\{(?:id|timestamp|body)\})/);
	return Buffer.concat(
		pieces.map((piece) => {
			if (piece === "{body}") return Buffer.from(parts.body as string);
			if (piece === "{id}") return Buffer.from(parts.id);
			return Buffer.from(piece === "{timestamp}" ? parts.timestamp : piece);
		}),
	);
}

function instantOf(text: string, scheme: SignatureScheme): Date | null {
	if (text === "") return null;
	if (scheme.timestampUnit !== "iso" && !/^\d{1,14}$/.test(text)) return null;
	const millis =
		scheme.timestampUnit === "iso" ? Date.parse(text) : Number(text) * (scheme.timestampUnit === "seconds" ? 1000 : 1);
	return Number.isNaN(millis) ? null : new Date(millis);
}

/** `timingSafeEqual` throws on unequal lengths; the length of a digest is no secret. */
function sameBytes(left: Buffer, right: Buffer): boolean {
	return left.length === right.length && timingSafeEqual(left, right);
}

function header(headers: WebhookHeaders, name: string): string | null {
	if (headers instanceof Headers) return headers.get(name);
	const wanted = name.toLowerCase();
	for (const [key, value] of Object.entries(headers)) {
		if (key.toLowerCase() === wanted && value !== undefined) return Array.isArray(value) ? value.join(", ") : value;
	}
	return null;
}
