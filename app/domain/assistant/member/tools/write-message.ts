import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import type { ChangeTool } from "./tool.ts";

const Input = z.object({
	contactId: z.uuid(),
	channel: z.enum(["email", "sms"]),
	subject: z.string().trim().max(200).default(""),
	text: z.string().trim().min(1).max(4_000),
});

export const writeMessage: ChangeTool<z.output<typeof Input>> = {
	name: "write_message",
	purpose: "Draft an email or a text to a contact; it is put in line only once the member confirmed its words.",
	permission: "messages.write",
	input: Input,
	async words(ctx, { contactId, channel, subject, text }) {
		const { name, values } = await getRecord(ctx, "contact", contactId);
		const to = channel === "email" ? values.email : values.phone;
		if (!to) throw invalid(`No ${channel === "email" ? "email address" : "phone number"} of ${name} is known.`);
		const what = channel === "email" ? `the email “${subject || "(no subject)"}”` : "this text";
		return `Send ${what} to ${name} (${String(to)}):\n${text}`;
	},
	async carryOut(ctx, { contactId, channel, subject, text }) {
		const message = await queueMessage(ctx, { contactId, channel, subject, text, purpose: "reply" });
		const became =
			message.state === "held"
				? "is held in the outbox"
				: message.state === "suppressed"
					? "may not be sent"
					: "is in line";
		return {
			message: `The message ${became}${message.reason ? `: ${message.reason}` : "."}`,
			href: `/outbox/${message.id}`,
		};
	},
};
