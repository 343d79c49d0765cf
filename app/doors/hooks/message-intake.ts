import { env } from "#app/base/env.ts";
import { AppError, notFound, unauthorized } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { log } from "#app/base/log.ts";
import { hashToken } from "#app/base/tokens.ts";
import { readMessageId } from "#app/domain/messaging/sending/mail-ids.ts";
import type { DeliveryReport } from "#app/providers/delivery/port.ts";
import { providers } from "#app/providers/open.ts";
import type { SmsSender } from "#app/providers/sms/port.ts";
import { type Ctx, house, inOrg } from "#db/context.ts";
import type { Delivery, Knock } from "./hook.ts";

/** An address or number that customers write to, and whose it is. */
export type InboundAddress = { orgId: string; id: string; locationId: string | undefined; address: string };

type AddressRow = { org_id: string; id: string; location_id: string | null; secret_hash: Uint8Array | null };

/** The signed form that Twilio posted, with the sender that knows its secret. Throws 401, 404 or 415. */
export function readTwilioForm(
	delivery: Delivery,
	kind: "inbound" | "status",
): { sms: SmsSender; params: Record<string, string> } {
	const { sms } = providers();
	if (!sms) throw notFound("hook");
	if (!delivery.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) {
		throw new AppError(415, "wrong-type", "This address takes application/x-www-form-urlencoded.");
	}
	const params = Object.fromEntries(new URLSearchParams(delivery.rawBody.toString("utf8")));
	// The signature covers the address that Twilio was given, which is the public one, whatever a proxy made of it.
	const url = `${env().publicUrl}${delivery.url.pathname}${delivery.url.search}`;
	const signed = { url, params, signature: delivery.headers.get("x-twilio-signature") };
	const holds = kind === "inbound" ? sms.verifyInbound(signed) : sms.verifyStatusWebhook(signed);
	if (!holds) throw refused(delivery, "twilio");
	return { sms, params };
}

/** Notes a signature that does not hold and makes the 401 that answers it. The body is not kept. */
export function refused(delivery: Knock, sender: string): AppError {
	log().warn({ requestId: delivery.requestId, ip: delivery.ip, sender }, "webhook signature refused");
	return unauthorized("The signature does not hold.");
}

/** Whose address or number this is. Throws 404, and says so in the log, when it is nobody's. */
export async function findInboundAddress(
	delivery: Knock,
	channel: "email" | "sms",
	address: string,
): Promise<InboundAddress & { secretHash: Buffer | undefined }> {
	const text = "select * from find_inbound_address($1, $2)";
	const [row] = await house().database.guest<AddressRow>(text, [channel, address]);
	if (!row) {
		log().warn({ requestId: delivery.requestId, channel, address }, "message to an unknown address");
		throw notFound(channel === "sms" ? "number" : "address");
	}
	const secretHash = row.secret_hash ? Buffer.from(row.secret_hash) : undefined;
	return { orgId: row.org_id, id: row.id, locationId: row.location_id ?? undefined, address, secretHash };
}

/** Whether a delivery bears the secret of an address: as a bearer token, or as the password of Basic (RFC 7617). */
export function bearsSecret(delivery: Knock, secretHash: Buffer | undefined): boolean {
	const [scheme, given = ""] = (delivery.headers.get("authorization") ?? "").split(" ");
	const secret = /^basic$/i.test(scheme ?? "")
		? Buffer.from(given, "base64")
				.toString("utf8")
				.replace(/^[^:]*:/, "")
		: /^bearer$/i.test(scheme ?? "")
			? given
			: "";
	return secret !== "" && secretHash !== undefined && hashToken(secret).equals(secretHash);
}

/** The message that a report is about: by our Message-ID, else by the id in the mail server's last answer. */
export async function findReportedMessage(report: DeliveryReport): Promise<{ org: string; id: string } | undefined> {
	const ours = report.messageId ? readMessageId(report.messageId) : null;
	if (ours) return ours;
	if (!report.providerMessageId) return undefined;
	const text = "select * from find_provider_message('smtp', $1)";
	const [row] = await house().database.guest<{ org_id: string; message_id: string }>(text, [report.providerMessageId]);
	return row && { org: row.org_id, id: row.message_id };
}

/** Runs `fn` for one organisation as the webhook of a sender. `id` names what was written to, or the organisation. */
export function asWebhook<T>(
	delivery: Delivery,
	scope: { org: string; id: string; name: string },
	fn: (ctx: Ctx) => Promise<T>,
): Promise<T> {
	if (!isId(scope.org)) throw notFound("message");
	const { requestId, ip, userAgent, now } = delivery;
	const actor = { kind: "webhook", id: scope.id, name: scope.name } as const;
	return inOrg({ org: scope.org, actor, requestId, ip, userAgent, now }, fn);
}
