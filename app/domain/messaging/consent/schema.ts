import { z } from "zod";
import { fitsAddress, plainAddress } from "#app/domain/messaging/rules/address.ts";
import { OUTBOX_CHANNELS } from "#app/domain/messaging/schema.ts";

export const SUPPRESSION_LABELS: Readonly<Record<string, string>> = {
	unsubscribed: "Unsubscribed",
	stop: "Answered STOP",
	bounced: "Came back",
	complained: "Marked as spam",
	member: "Added by a member",
	erased: "Erased person",
};

/** Adding to or taking from the suppression list. */
export const SuppressionForm = z
	.object({
		act: z.enum(["add", "remove"]).default("add"),
		channel: z.enum(OUTBOX_CHANNELS),
		address: z.string({ error: "Write an address or a number" }).trim().max(254),
	})
	.superRefine((form, context) => {
		if (fitsAddress(form.channel, plainAddress(form.channel, form.address))) return;
		const message = "Write one email address, or one number such as +15005550006";
		context.addIssue({ code: "custom", path: ["address"], message });
	});
