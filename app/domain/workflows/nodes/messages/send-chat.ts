import { z } from "zod";
import { appendChatMessage } from "#app/domain/messaging/append-chat-message.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import {
	namesRecipient,
	type RecipientSettings,
	recipientFields,
	recipientOf,
	recipientSettings,
	wordsSetting,
} from "./recipient.ts";

type Settings = RecipientSettings & { text: string };

/** Writes a line into the chat of a contact's conversation (FLOW-1). It is shown there, and sent nowhere. */
export const sendChat = defineNode<Settings>({
	type: "send_chat",
	label: "Write in the chat",
	group: "messages",
	hint: "Adds a line to a contact's chat; they read it when they open it.",
	settings: z.strictObject({ ...recipientSettings, text: wordsSetting(4_000) }).superRefine(namesRecipient),
	fields: [...recipientFields, { name: "text", label: "Text", kind: "lines", help: "May hold {{ expressions }}." }],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings, key, run }) =>
		inWords(async () => {
			const { contactId, leadId, locationId } = await recipientOf(ctx, settings);
			const conversation = await openConversation(ctx, { contactId, locationId, subject: "" });
			// The customer reads the firm's name; what the workflow is called is nobody's matter outside.
			const { name } = await ctx.db
				.selectFrom("organisations")
				.select("name")
				.where("id", "=", ctx.org)
				.executeTakeFirstOrThrow();
			const { id } = await appendChatMessage(ctx, {
				conversationId: conversation.id,
				direction: "out",
				author: { kind: "workflow", id: run.workflow.id, name },
				text: settings.text,
				leadId,
				source: "rules",
				dedupeKey: `flow:${key}`,
			});
			return { output: { message: id, conversation: conversation.id } };
		}),
	preview: ({ settings, ...work }) => ({
		effect: `Would write in the chat: “${settings.text.slice(0, 160)}”.`,
		output: { message: standInId(work), conversation: standInId(work, "conversation") },
	}),
	sample: { message: "", conversation: "" },
});
