import { AppError } from "#app/base/errors.ts";
import { parseMail } from "#app/domain/messaging/inbound/parse-mail.ts";
import { receiveMail } from "#app/domain/messaging/inbound/receive-mail.ts";
import { type Delivery, type HookReply, hook } from "#app/doors/hooks/hook.ts";
import { asWebhook, bearsSecret, findInboundAddress, refused } from "#app/doors/hooks/message-intake.ts";

const TYPES = ["message/rfc822", "message/global", "application/octet-stream", "text/plain"];

/**
 * Mail that customers write to an address of ours, as it came (MIME, up to 30 MB), posted by whatever receives it for
 * the domain. The address's secret comes as a bearer token or as the password of Basic.
 */
export const mailHook = hook({ path: "/hooks/mail/:address", maxBytes: 30 * 1_048_576, receive });

async function receive(delivery: Delivery): Promise<HookReply> {
	const address = await findInboundAddress(delivery, "email", delivery.params.address!.toLowerCase());
	if (!bearsSecret(delivery, address.secretHash)) throw refused(delivery, "mail");
	const type = delivery.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
	if (!TYPES.includes(type)) throw new AppError(415, "wrong-type", "This address takes a mail as message/rfc822.");
	const mail = await parseMail(delivery.rawBody).catch((error: unknown) => {
		throw new AppError(400, "not-a-mail", "This mail could not be read.", { cause: error });
	});
	const scope = { org: address.orgId, id: address.id, name: "Mail" };
	const outcome = await asWebhook(delivery, scope, (ctx) => receiveMail(ctx, mail, address));
	return { status: outcome.kind === "ignored" ? 202 : 200, body: outcome };
}
