import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { Condition } from "../condition.ts";
import { defineNode, StepFailure } from "../node-type.ts";

type Settings = { event: string; about: string; filter: string; days: number };

/** Waits until something happens, or so many days at most (FLOW-1). */
export const waitEvent = defineNode<Settings>({
	type: "wait_event",
	label: "Wait for an event",
	group: "flow",
	hint: "Goes on when something happens, or when time is up.",
	settings: z.strictObject({
		event: z.string("say what it waits for").min(1, "say what it waits for").max(80),
		about: z.string().max(500).default(""),
		filter: Condition,
		days: z.coerce.number().min(0).max(400).default(0),
	}),
	fields: [
		{ name: "event", label: "What happens", kind: "text", help: "An event's name, such as message.received." },
		{
			name: "about",
			label: "About",
			kind: "text",
			isOptional: true,
			help: "A record's id, such as {{ trigger.subject.id }}.",
		},
		{ name: "filter", label: "Only if", kind: "expression", isOptional: true },
		{ name: "days", label: "At most (days)", kind: "number", isOptional: true, help: "0: without end." },
	],
	expressions: ["filter"],
	ports: () => ["next", "late"],
	canFail: true,
	decide: ({ settings, now }) => {
		const { event, about, filter, days } = settings;
		if (about && !isId(about)) throw new StepFailure(`“${about}” is no record's id.`);
		const until = days > 0 ? { until: new Date(now.getTime() + days * 86_400_000) } : {};
		return { wait: { for: "event", event: { name: event, ...(about ? { subject: about } : {}), filter }, ...until } };
	},
});
