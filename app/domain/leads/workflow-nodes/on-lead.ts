import { z } from "zod";
import { LEAD_STATES, type LeadState } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { Condition } from "#app/domain/workflows/nodes/condition.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { allOf, onlyIf, quoted, SAMPLE_ID, sampleEvent } from "#app/domain/workflows/nodes/triggers/filters.ts";

const WHATS = ["created", "moved", "changed"] as const;
type Settings = { what: (typeof WHATS)[number]; state: LeadState | "any"; filter: string };

const EVENTS = { created: "lead.created", moved: "lead.state-changed", changed: "lead.changed" } as const;

/** A lead came in, moved or changed (FLOW-1). */
export const onLead = defineNode<Settings>({
	type: "on_lead",
	label: "A lead",
	group: "triggers",
	hint: "A lead came in, moved to another state, or was changed.",
	isTrigger: true,
	settings: z.strictObject({
		what: z.enum(WHATS).default("created"),
		state: z.enum(["any", ...LEAD_STATES]).default("any"),
		filter: Condition,
	}),
	fields: [
		{
			name: "what",
			label: "The lead",
			kind: "choice",
			choices: [
				{ value: "created", label: "Came in" },
				{ value: "moved", label: "Moved to another state" },
				{ value: "changed", label: "Was changed" },
			],
		},
		{
			name: "state",
			label: "Moved to",
			kind: "choice",
			isOptional: true,
			choices: [
				{ value: "any", label: "Any state" },
				...LEAD_STATES.map((value) => ({ value, label: LEAD_STATE_LABELS[value] })),
			],
		},
		onlyIf,
	],
	expressions: ["filter"],
	ports: () => ["next"],
	decide: () => ({ port: "next" }),
	listens: ({ what, state, filter }) => ({
		kind: "event",
		event: EVENTS[what],
		filter: allOf(what === "moved" && state !== "any" ? `event.changes.state[1] == ${quoted(state)}` : "", filter),
	}),
	sample: sampleEvent("lead.created", "lead", {
		leadId: SAMPLE_ID,
		contactId: SAMPLE_ID,
		locationId: SAMPLE_ID,
		source: "form",
		title: "Window tint",
	}),
});
