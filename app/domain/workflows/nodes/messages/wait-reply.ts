import { z } from "zod";
import { defineNode, type Woken } from "#app/domain/workflows/nodes/node-type.ts";
import { neededId } from "#app/domain/workflows/nodes/texts.ts";

type Settings = { contact: string; channel: "any" | "email" | "sms" | "chat"; days: number };

/** Waits until a contact writes, or so many days at most (FLOW-1). A machine's answer is none. */
export const waitReply = defineNode<Settings>({
	type: "wait_reply",
	label: "Wait for a reply",
	group: "messages",
	hint: "Goes on when the contact writes, or when time is up.",
	settings: z.strictObject({
		contact: neededId("say whose reply it waits for"),
		channel: z.enum(["any", "email", "sms", "chat"]).default("any"),
		days: z.coerce.number().min(0).max(400).default(3),
	}),
	fields: [
		{ name: "contact", label: "Contact", kind: "text", help: "Such as {{ trigger.event.data.contactId }}." },
		{
			name: "channel",
			label: "By",
			kind: "choice",
			choices: [
				{ value: "any", label: "Any channel" },
				{ value: "email", label: "Email" },
				{ value: "sms", label: "SMS" },
				{ value: "chat", label: "Chat" },
			],
		},
		{ name: "days", label: "At most (days)", kind: "number", help: "0: without end." },
	],
	ports: () => ["next", "late"],
	canFail: true,
	decide: ({ settings, now }) => {
		const { contact, channel, days } = settings;
		const byPerson = "!event.data.?automatic.orValue(false)";
		const filter = channel === "any" ? byPerson : `${byPerson} && event.data.channel == "${channel}"`;
		const until = days > 0 ? { until: new Date(now.getTime() + days * 86_400_000) } : {};
		return {
			wait: { for: "event", event: { name: "message.received", subject: contact, filter }, ...until },
			output: SAMPLE,
		};
	},
	resume: (_work, { by, data }: Woken) => {
		if (by !== "event") return { port: "late", output: { ...SAMPLE, message: "", channel: "" } };
		const event = data as { subject: { id: string }; data: { channel?: string; leadId?: string | null } };
		return {
			output: { message: event.subject.id, channel: event.data.channel ?? "", lead: event.data.leadId ?? null },
		};
	},
	sample: { message: "", channel: "email", lead: null },
});

const SAMPLE = { message: "", channel: "email", lead: null as string | null };
