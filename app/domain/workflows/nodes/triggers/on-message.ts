import { z } from "zod";
import { Condition } from "#app/domain/workflows/nodes/condition.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { allOf, onlyIf, quoted, SAMPLE_ID, sampleEvent } from "./filters.ts";

type Settings = { channel: "any" | "email" | "sms" | "chat"; people: boolean; filter: string };

/** A contact wrote (FLOW-1). */
export const onMessage = defineNode<Settings>({
	type: "on_message",
	label: "A message came in",
	group: "triggers",
	hint: "A contact wrote, by email, SMS or chat.",
	isTrigger: true,
	settings: z.strictObject({
		channel: z.enum(["any", "email", "sms", "chat"]).default("any"),
		people: z.coerce.boolean().default(true),
		filter: Condition,
	}),
	fields: [
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
		{ name: "people", label: "Leave machines' answers out", kind: "switch" },
		onlyIf,
	],
	expressions: ["filter"],
	ports: () => ["next"],
	decide: () => ({ port: "next" }),
	listens: ({ channel, people, filter }) => ({
		kind: "event",
		event: "message.received",
		filter: allOf(
			channel === "any" ? "" : `event.data.channel == ${quoted(channel)}`,
			people ? "!event.data.?automatic.orValue(false)" : "",
			filter,
		),
	}),
	sample: sampleEvent("message.received", "message", { contactId: SAMPLE_ID, leadId: null, channel: "email" }),
});
