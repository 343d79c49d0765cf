import type { z } from "zod";
import { forbidden, invalid } from "#app/base/errors.ts";
import { beginBatch, type Started } from "#app/domain/crm/bulk/begin-batch.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { readLeadQuery, writeLeadQuery } from "../lists/lead-query.ts";
import { LEAD_STATE_LABELS } from "../schema.ts";
import { runLeadBatchJob } from "./jobs.ts";
import { runLeadChunk } from "./run/run-lead-chunk.ts";
import { LEADS_AT_ONCE, type LeadBatchParams, NewLeadBatch } from "./schema.ts";
import { countLeads } from "./selection.ts";

/**
 * Begins an act on many leads, each by the command that a member uses for one, so that what that refuses is refused here
 * with its reason. A page of leads is done at once; more are done by a job, with progress. The same `key` again is the
 * same batch. Throws 403, and 422 for a value that the act does not take and for a selection of nothing.
 */
export async function startLeadBatch(ctx: Ctx, given: NewLeadBatch): Promise<Started> {
	const input = NewLeadBatch.parse(given);
	const memberId = memberWhoMay(ctx, input.act);
	const { title, params } = await readLeadAct(ctx, input);
	const selection =
		input.query === undefined
			? { ids: [...new Set(input.ids)].sort() }
			: { query: writeLeadQuery({ filter: readLeadQuery(new URLSearchParams(input.query)).filter }) };
	const total = await countLeads(ctx, selection);
	if (total === 0) throw invalid("Nothing is selected any more. Go back to the list and select again.");
	return beginBatch(
		ctx,
		{ key: input.key, type: "lead", act: input.act, title, params: { ...params, ...selection }, total },
		{
			chunk: runLeadChunk,
			atOnce: LEADS_AT_ONCE[input.act],
			plan: (_, batchId) => ctx.enqueue(runLeadBatchJob, { orgId: ctx.org, batchId, memberId }),
		},
	);
}

/** The member who asks. Throws 403 for others and for those who may not: a batch goes on in a member's name. */
export function memberWhoMay(ctx: Ctx, act: string): string {
	authorize(ctx, "leads.edit");
	if (act === "assign") authorize(ctx, "leads.assign");
	if (act === "pause" || act === "resume") authorize(ctx, "enrollments.change");
	if (ctx.actor.kind !== "member") throw forbidden();
	return ctx.actor.id;
}

type Act = { title: string; params: LeadBatchParams };

async function readLeadAct(ctx: Ctx, input: z.output<typeof NewLeadBatch>): Promise<Act> {
	switch (input.act) {
		case "assign":
			return readOwner(ctx, input.ownerId);
		case "move": {
			const { state, lostReason } = input;
			if (!state) throw invalid("Choose a state.", { state: ["Choose a state."] });
			const params = { state, ...(state === "lost" ? { lostReason: lostReason || null } : {}) };
			return { title: `Move leads to ${LEAD_STATE_LABELS[state].toLowerCase()}`, params };
		}
		case "pause":
			return { title: "Pause touches of leads", params: {} };
		case "resume":
			return { title: "Resume touches of leads", params: {} };
	}
}

async function readOwner(ctx: Ctx, ownerId: string | undefined): Promise<Act> {
	if (!ownerId) throw invalid("Choose an owner.", { ownerId: ["Choose a member or nobody."] });
	if (ownerId === "none") return { title: "Assign leads to nobody", params: { ownerId: null } };
	const owner = await ctx.db.selectFrom("memberships").select("name").where("id", "=", ownerId).executeTakeFirst();
	if (!owner) throw invalid("Nobody of that name works here.", { ownerId: ["Choose a member."] });
	return { title: `Assign leads to ${owner.name}`, params: { ownerId } };
}
