import { recordDeliveryReport } from "#app/domain/messaging/inbound/record-delivery-report.ts";
import { type Delivery, type HookReply, hook } from "#app/doors/hooks/hook.ts";
import { type MailSender, readMailReports } from "#app/doors/hooks/mail-events.ts";
import { asWebhook, findReportedMessage } from "#app/doors/hooks/message-intake.ts";

/** What SendGrid's Event Webhook tells of mail that went through it; up to some thousand events a post. */
export const sendgridHook = hook({
	path: "/hooks/sendgrid/events",
	maxBytes: 4 * 1_048_576,
	receive: (delivery) => receive(delivery, "sendgrid"),
});

/** What Resend's webhook tells of mail that went through it, an event a post. */
export const resendHook = hook({
	path: "/hooks/resend/events",
	maxBytes: 1_048_576,
	receive: (delivery) => receive(delivery, "resend"),
});

/** Each event is recorded by itself: one about a message that is not ours does not keep the others out. */
async function receive(delivery: Delivery, sender: MailSender): Promise<HookReply> {
	let recorded = 0;
	const reports = readMailReports(delivery, sender);
	for (const report of reports) {
		const message = await findReportedMessage(report);
		if (!message) continue;
		const scope = { org: message.org, id: message.org, name: sender === "resend" ? "Resend" : "SendGrid" };
		if (await asWebhook(delivery, scope, (ctx) => recordDeliveryReport(ctx, message.id, report))) recorded++;
	}
	return { status: 200, body: { events: reports.length, recorded } };
}
