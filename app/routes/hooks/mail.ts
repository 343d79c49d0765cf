import { AppError } from "#app/base/errors.ts";
import { receiveMail } from "#app/domain/messaging/inbound/receive-mail.ts";
import { type Delivery, type HookReply, hook, type Knock } from "#app/doors/hooks/hook.ts";
import { asWebhook, bearsSecret, findInboundAddress, refused } from "#app/doors/hooks/message-intake.ts";
import { readMail } from "#app/doors/hooks/read-mail.ts";

const TYPES = ["message/rfc822", "message/global", "application/octet-stream", "text/plain"];

/**
 * Mail that customers write to an address of ours, as it came (MIME, up to 30 MB), posted by whatever receives it for
 * the domain. The address's secret comes as a bearer token or as the password of Basic.
 */
export const mailHook = hook({ path: "/hooks/mail/:address", maxBytes: 30 * 1_048_576, admit, receive });

async function admit(knock: Knock): Promise<void> {
	const address = await findAddress(knock);
	if (!bearsSecret(knock, address.secretHash)) throw refused(knock, "mail");
	const type = knock.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
	if (!TYPES.includes(type)) throw new AppError(415, "wrong-type", "This address takes a mail as message/rfc822.");
}

async function receive(delivery: Delivery): Promise<HookReply> {
	const address = await findAddress(delivery);
	const mail = await readMail(delivery.rawBody);
	const scope = { org: address.orgId, id: address.id, name: "Mail" };
	const outcome = await asWebhook(delivery, scope, (ctx) => receiveMail(ctx, mail, address));
	return { status: outcome.kind === "ignored" ? 202 : 200, body: outcome };
}

const findAddress = (knock: Knock) => findInboundAddress(knock, "email", knock.params.address!.toLowerCase());
