import { z } from "zod";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import type { Purpose } from "#app/domain/messaging/schema.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
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

type Settings = RecipientSettings & { text: string; purpose: Purpose };

/** Writes a text message into the outbox (FLOW-1), by the rules that hold for every one. */
export const sendSms = defineNode<Settings>({
	type: "send_sms",
	label: "Send an SMS",
	group: "messages",
	hint: "Writes to a contact's mobile number.",
	settings: z
		.strictObject({ ...recipientSettings, text: wordsSetting(1_600), purpose: purposeSetting })
		.superRefine(namesRecipient),
	fields: [
		...recipientFields,
		{ name: "text", label: "Text", kind: "lines", help: "May hold {{ expressions }}. 160 characters are one SMS." },
		purposeField,
	],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings, key }) =>
		inWords(async () => {
			const { text, purpose } = settings;
			const to = await recipientOf(ctx, settings);
			const message = { ...to, channel: "sms" as const, purpose, text, dedupeKey: `flow:${key}` };
			const { id, state, reason } = await queueMessage(ctx, message);
			return { output: { message: id, state, reason: reason ?? null } };
		}),
	preview: ({ settings, ...work }) => ({
		effect: `Would write an SMS: “${settings.text.slice(0, 160)}”.`,
		output: { message: standInId(work), state: "queued", reason: null },
	}),
	sample: { message: "", state: "queued", reason: null },
});
