import { z } from "zod";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import type { Purpose } from "#app/domain/messaging/schema.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import { needed, optional } from "#app/domain/workflows/nodes/texts.ts";
import {
	namesRecipient,
	purposeField,
	purposeSetting,
	type RecipientSettings,
	recipientFields,
	recipientOf,
	recipientSettings,
	wordsSetting,
} from "./recipient.ts";

type Settings = RecipientSettings & {
	subject: string;
	text: string;
	purpose: Purpose;
	buttonLabel: string;
	buttonUrl: string;
};

/** Writes an email into the outbox (FLOW-1): consent, quiet hours, limits and switches hold as for every message. */
export const sendEmail = defineNode<Settings>({
	type: "send_email",
	label: "Send an email",
	group: "messages",
	hint: "Writes to a contact by email.",
	settings: z
		.strictObject({
			...recipientSettings,
			subject: needed("write a subject", 500),
			text: wordsSetting(20_000),
			purpose: purposeSetting,
			buttonLabel: optional(80),
			buttonUrl: optional(2_000).refine(
				(url) => url === "" || url.includes("{{") || /^https?:\/\//.test(url),
				"begin the address with https://",
			),
		})
		.superRefine(namesRecipient),
	fields: [
		...recipientFields,
		{ name: "subject", label: "Subject", kind: "text", help: "May hold {{ expressions }}." },
		{ name: "text", label: "Text", kind: "lines", help: "May hold {{ expressions }}." },
		purposeField,
		{ name: "buttonLabel", label: "Button", kind: "text", isOptional: true },
		{ name: "buttonUrl", label: "The button leads to", kind: "text", isOptional: true },
	],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings, key }) =>
		inWords(async () => {
			const { subject, text, purpose, buttonLabel, buttonUrl } = settings;
			const button = buttonLabel && buttonUrl ? { button: { label: buttonLabel, url: buttonUrl } } : {};
			const to = await recipientOf(ctx, settings);
			const { id, state, reason } = await queueMessage(ctx, {
				...to,
				...button,
				channel: "email",
				purpose,
				subject,
				text,
				dedupeKey: `flow:${key}`,
			});
			return { output: { message: id, state, reason: reason ?? null } };
		}),
	preview: ({ settings, ...work }) => ({
		effect: `Would write an email: “${settings.subject}”.`,
		output: { message: standInId(work), state: "queued", reason: null },
	}),
	sample: { message: "", state: "queued", reason: null },
});
