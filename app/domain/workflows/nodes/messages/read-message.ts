import { z } from "zod";
import { authorize } from "#app/domain/identity/policy.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import { neededId } from "#app/domain/workflows/nodes/texts.ts";

const sample = {
	id: "",
	text: "Hello, when do you open?",
	subject: "",
	channel: "email",
	direction: "in",
	from: "Ann Lee",
	contact: "",
	conversation: "",
	lead: null as string | null,
};

/** As much of a message as the steps after it can take. */
const MOST_CHARACTERS = 40_000;

/** The words of a message (FLOW-1): events name a message and do not repeat what it says. */
export const readMessage = defineNode<{ message: string }>({
	type: "read_message",
	label: "Read a message",
	group: "messages",
	hint: "Reads what a message says and who wrote it.",
	settings: z.strictObject({ message: neededId("say which message") }),
	fields: [{ name: "message", label: "Message", kind: "text", help: "Its id, such as {{ trigger.subject.id }}." }],
	ports: () => ["next"],
	canFail: true,
	act: async (ctx, { settings: { message } }) => {
		authorize(ctx, "messages.write");
		const row = await ctx.db
			.selectFrom("messages")
			.select(["id", "body_text", "subject", "channel", "direction", "author_name"])
			.select(["contact_id", "conversation_id", "lead_id"])
			.where("id", "=", message)
			.executeTakeFirst();
		if (!row) throw new StepFailure("There is no such message here.");
		const { id, subject, channel, direction } = row;
		return {
			output: {
				...{ id, subject, channel, direction, from: row.author_name, lead: row.lead_id },
				...{ contact: row.contact_id, conversation: row.conversation_id },
				text: row.body_text.slice(0, MOST_CHARACTERS),
			},
		};
	},
	preview: ({ settings: { message }, ...work }) => ({
		effect: "Would read a message.",
		output: {
			...{ ...sample, id: message, contact: standInId(work, "contact") },
			...{ conversation: standInId(work, "conversation"), onTrial: { kind: "message", fields: {} } },
		},
	}),
	sample,
});
