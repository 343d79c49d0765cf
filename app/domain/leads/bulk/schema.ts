import { z } from "zod";
import { LIST_NOUNS } from "#app/domain/crm/records/schema.ts";
import { LEAD_STATES, type LeadState } from "../rules.ts";

/** What can be done with many leads at once. A file of them is taken along without a batch. */
export const LEAD_ACTS = ["assign", "move", "pause", "resume"] as const;
export type LeadAct = (typeof LEAD_ACTS)[number];

/**
 * As many are done while the page waits, in a few hundred milliseconds; more become a job. An owner or a state is some
 * four statements a lead, twice that where its sequence ends; a sequence with its touches is some ten.
 */
export const LEADS_AT_ONCE: Readonly<Record<LeadAct, number>> = { assign: 40, move: 25, pause: 10, resume: 10 };

/** One act on many leads, as the page that names act and count sends it. */
export const NewLeadBatch = z.object({
	/** Made with the page, so that pressing twice makes one. */
	key: z.uuid(),
	act: z.enum(LEAD_ACTS),
	ids: z.array(z.uuid()).max(500).default([]),
	/** All that the list's address asks for, instead of `ids`; "" is the whole list. */
	query: z.string().max(8_000).optional(),
	ownerId: z.union([z.uuid("Choose a member."), z.literal("none")]).optional(),
	state: z.enum(LEAD_STATES, "Choose a state.").optional(),
	lostReason: z.string().trim().max(300).optional(),
});
export type NewLeadBatch = z.input<typeof NewLeadBatch>;

/** What a batch of leads does, kept in its row. */
export type LeadBatchParams = {
	ids?: string[];
	query?: string;
	ownerId?: string | null;
	state?: LeadState;
	lostReason?: string | null;
	undo?: { undone: number; left: number };
};

/** An act with its count: "Assign 12 leads". */
export function leadActWords(act: LeadAct, count: string): string {
	const { one, many } = LIST_NOUNS.lead;
	return VERBS[act].replace("{}", `${count} ${count === "1" ? one : many}`);
}

const VERBS: Readonly<Record<LeadAct, string>> = {
	assign: "Assign {}",
	move: "Move {}",
	pause: "Pause touches of {}",
	resume: "Resume touches of {}",
};
