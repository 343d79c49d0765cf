import { z } from "zod";
import { isZone } from "#app/base/time.ts";
import { nextTime } from "#app/domain/workflows/rules/next-time.ts";
import { Condition } from "../condition.ts";
import { defineNode, type NodeType } from "../node-type.ts";
import { optional } from "../texts.ts";
import { SAMPLE_ID, sampleEvent } from "./filters.ts";
import { onMessage } from "./on-message.ts";
import { onRecord } from "./on-record.ts";

const next = () => ["next"];
const left = () => ({ port: "next" });

const manual = defineNode({
	type: "manual",
	label: "By hand",
	group: "triggers",
	hint: "Somebody starts it, here or through the API.",
	isTrigger: true,
	settings: z.strictObject({}),
	fields: [],
	ports: next,
	decide: left,
	sample: {},
});

const onEvent = defineNode<{ event: string; filter: string }>({
	type: "on_event",
	label: "Something happened",
	group: "triggers",
	hint: "An event of the product: a record changed, a message came in, a lead was created.",
	isTrigger: true,
	settings: z.strictObject({
		event: z.string("say what happens").min(1, "say what happens").max(80),
		filter: Condition,
	}),
	listens: ({ event, filter }) => ({ kind: "event", event, filter }),
	fields: [
		{ name: "event", label: "What happens", kind: "text", help: "An event's name, such as contact.changed." },
		{
			name: "filter",
			label: "Only if",
			kind: "expression",
			isOptional: true,
			help: 'True or false, such as event.data.channel == "email".',
		},
	],
	expressions: ["filter"],
	ports: next,
	decide: left,
	sample: sampleEvent("contact.changed", "contact", { contactId: SAMPLE_ID }),
});

const onSchedule = defineNode<{ cron: string; timeZone: string }>({
	type: "on_schedule",
	label: "On a schedule",
	group: "triggers",
	hint: "At fixed times, by the clock of a time zone.",
	isTrigger: true,
	settings: z.strictObject({
		cron: z
			.string("say when: five fields, such as 0 9 * * 1")
			.min(9, "say when: five fields, such as 0 9 * * 1")
			.max(100)
			.refine(
				(cron) => nextTime(cron, "UTC", new Date()) !== null,
				"no such time ever comes: 0 9 * * 1 is Mondays at 9",
			),
		timeZone: z
			.string()
			.max(60)
			.default("")
			.refine((zone) => zone === "" || isZone(zone), "there is no such time zone: write it as Europe/Berlin"),
	}),
	listens: ({ cron, timeZone }) => ({ kind: "schedule", cron, timeZone }),
	fields: [
		{
			name: "cron",
			label: "When",
			kind: "text",
			help: "Minute, hour, day, month, day of week: 0 9 * * 1 is Mondays at 9.",
		},
		{ name: "timeZone", label: "Time zone", kind: "text", isOptional: true, help: "The organisation's when empty." },
	],
	ports: next,
	decide: left,
	sample: { at: "2030-01-31T09:00:00.000Z" },
});

const onWebhook = defineNode<{ filter: string; thanks: string }>({
	type: "on_webhook",
	label: "Webhook or form",
	group: "triggers",
	hint: "Somebody posts to an address of its own: another system as JSON, or a web form.",
	isTrigger: true,
	settings: z.strictObject({ filter: Condition, thanks: optional(1_000) }),
	listens: ({ filter }) => ({ kind: "webhook", filter }),
	fields: [
		{ name: "filter", label: "Only if", kind: "expression", isOptional: true },
		{
			name: "thanks",
			label: "Said to whoever sends a form",
			kind: "lines",
			isOptional: true,
			help: "Plain words under “Thank you”. Empty: What you sent has arrived.",
		},
	],
	expressions: ["filter"],
	ports: next,
	decide: left,
	sample: { body: { name: "Ann", email: "ann@example.com" }, query: {} },
	// Others post what they like.
	shape: { body: {}, query: {} },
});

/** What begins runs. */
export const triggerNodes: readonly NodeType[] = [manual, onMessage, onRecord, onEvent, onSchedule, onWebhook];
