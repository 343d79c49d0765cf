import { env } from "#app/base/env.ts";
import { AppError, notFound } from "#app/base/errors.ts";
import type { DeliveryReport } from "#app/providers/delivery/port.ts";
import { parseResend, parseSendgrid, verifyResend, verifySendgrid } from "#app/providers/email/status-webhooks.ts";
import type { Delivery } from "./hook.ts";
import { refused } from "./message-intake.ts";

export type MailSender = "sendgrid" | "resend";

/**
 * The reports of a signed post. Several keys, parted by commas, count while they are exchanged. Throws 404 where the
 * installation has no key for the sender, 401 for a signature that does not hold, 400 for a body that is none of its.
 */
export function readMailReports(delivery: Delivery, sender: MailSender): DeliveryReport[] {
	const setting = sender === "sendgrid" ? env().SENDGRID_WEBHOOK_KEY : env().RESEND_WEBHOOK_SECRET;
	if (!setting) throw notFound("hook");
	const keys = setting.split(",").map((key) => key.trim());
	const { rawBody: body, headers, now } = delivery;
	const post = { body, header: (name: string) => headers.get(name) };
	if (sender === "resend") {
		if (!verifyResend(post, keys, now)) throw refused(delivery, sender);
		const report = parseResend(body, headers.get("svix-id") ?? headers.get("webhook-id"));
		return report ? [report] : [];
	}
	if (!verifySendgrid(post, keys, now)) throw refused(delivery, sender);
	const reports = parseSendgrid(body);
	if (!reports) throw new AppError(400, "not-events", "The body is not a list of events.");
	return reports;
}
