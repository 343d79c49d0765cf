import { z } from "zod";
import { LEAD_STATES, type LeadState } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { updateLead } from "#app/domain/leads/update-lead.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { neededId, optional } from "#app/domain/workflows/nodes/texts.ts";

type Settings = { lead: string; state: LeadState; lostReason: string };

/** Moves a lead to another state (FLOW-1, LEAD-8), as a member may by hand. */
export const moveLeadNode = defineNode<Settings>({
	type: "move_lead",
	label: "Move a lead",
	group: "records",
	hint: "Moves a lead to another state; one that is won or lost ends its follow-up.",
	settings: z.strictObject({
		lead: neededId("say which lead"),
		state: z.enum(LEAD_STATES, "choose a state"),
		lostReason: optional(300),
	}),
	fields: [
		{ name: "lead", label: "Lead", kind: "text", help: "Its id, such as {{ trigger.subject.id }}." },
		{
			name: "state",
			label: "To",
			kind: "choice",
			choices: LEAD_STATES.map((value) => ({ value, label: LEAD_STATE_LABELS[value] })),
		},
		{ name: "lostReason", label: "Why it was lost", kind: "text", isOptional: true },
	],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings: { lead, state, lostReason } }) =>
		inWords(async () => {
			await updateLead(ctx, { id: lead, state, ...(lostReason ? { lostReason } : {}) });
			return { output: { id: lead, state } };
		}),
	preview: ({ settings: { lead, state } }) => ({
		effect: `Would move a lead to ${LEAD_STATE_LABELS[state].toLowerCase()}.`,
		output: { id: lead, state },
	}),
	sample: { id: "", state: "engaged" },
});
