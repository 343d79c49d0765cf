import { AppError } from "#app/base/errors.ts";
import { receiveSms } from "#app/domain/messaging/inbound/receive-sms.ts";
import { recordDeliveryReport } from "#app/domain/messaging/inbound/record-delivery-report.ts";
import { escapeHtml } from "#app/domain/messaging/rules/template.ts";
import { type Delivery, type HookReply, hook } from "#app/doors/hooks/hook.ts";
import { asWebhook, findInboundAddress, readTwilioForm } from "#app/doors/hooks/message-intake.ts";

/** Texts that customers send to a number of ours. Answers in TwiML, which is empty unless a keyword asks for words. */
export const twilioSmsHook = hook({ path: "/hooks/twilio/sms", maxBytes: 65_536, receive: receiveText });

/** What became of a text of ours, to the address that it was sent with. */
export const twilioStatusHook = hook({
	path: "/hooks/twilio/status/:org/:message",
	maxBytes: 65_536,
	receive: receiveStatus,
});

async function receiveText(delivery: Delivery): Promise<HookReply> {
	const { sms, params } = readTwilioForm(delivery, "inbound");
	const text = sms.parseInbound(params);
	if (!text) throw new AppError(422, "incomplete", "A field of the message is missing.");
	const address = await findInboundAddress(delivery, "sms", text.to);
	const scope = { org: address.orgId, id: address.id, name: "Twilio" };
	const { answer } = await asWebhook(delivery, scope, (ctx) => receiveSms(ctx, text, address));
	const message = answer ? `<Message>${escapeHtml(answer)}</Message>` : "";
	const body = `<?xml version="1.0" encoding="UTF-8"?><Response>${message}</Response>`;
	return { status: 200, body, contentType: "text/xml; charset=utf-8" };
}

async function receiveStatus(delivery: Delivery): Promise<HookReply> {
	const { sms, params } = readTwilioForm(delivery, "status");
	const report = sms.parseStatus(params, delivery.now);
	if (!report) return { status: 200, body: { recorded: false } };
	const { org, message } = delivery.params as { org: string; message: string };
	const recorded = await asWebhook(delivery, { org, id: org, name: "Twilio" }, (ctx) =>
		recordDeliveryReport(ctx, message, report),
	);
	return { status: 200, body: { recorded } };
}
