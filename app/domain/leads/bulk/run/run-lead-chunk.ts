import { sql } from "kysely";
import { AppError } from "#app/base/errors.ts";
import { type AnyBatch, readAnyBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { advance } from "#app/domain/crm/bulk/run/advance.ts";
import { type Kept, keepChanges } from "#app/domain/crm/bulk/run/keep-changes.ts";
import { NOTHING_YET } from "#app/domain/crm/bulk/selection.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { changeSequence } from "../../sequences/change-sequence.ts";
import { updateLead } from "../../update-lead.ts";
import type { LeadBatchParams } from "../schema.ts";
import { nextLeads } from "../selection.ts";
import { type LeadStand, lockLeads } from "./lock-leads.ts";

type Refusal = { id: string; reason: string };

/**
 * Does the next chunk of a batch of leads, of at most `most`, with the place reached; how many were looked at, 0 when the
 * batch is over. Each lead goes through the command for one: its rules, events and followers hold. What that refuses is
 * kept with its words; it refuses before it writes anything, so the rest of the chunk stands.
 */
export async function runLeadChunk(ctx: Ctx, batchId: string, most: number): Promise<number> {
	const batch = await readAnyBatch(ctx, batchId, true);
	if (batch.state !== "running" || batch.type !== "lead") return 0;
	const params = batch.params as LeadBatchParams;
	const after = batch.cursor.after ?? NOTHING_YET;
	const { ids, last } = await nextLeads(ctx, params, { after, most, startedAt: batch.createdAt });
	const kept: Kept[] = [];
	const refused: Refusal[] = [];
	for (const lead of await lockLeads(ctx, ids)) {
		try {
			const change = await ACTS[batch.act as keyof typeof ACTS](ctx, lead, params);
			if (change) kept.push({ id: lead.id, ...change });
		} catch (error) {
			if (!(error instanceof AppError) || error.status === 403 || error.status >= 500) throw error;
			refused.push({ id: lead.id, reason: error.message });
		}
	}
	await keepChanges(ctx, batchId, "updated", kept);
	await keepRefusals(ctx, batch, refused);
	return advance(ctx, batch, { looked: ids.length, changed: kept.length, refused: refused.length, last });
}

type Change = Omit<Kept, "id">;

/** What each act does with one lead: what undoing needs, or undefined where it stands so already. */
const ACTS = { assign, move, pause, resume };

async function assign(ctx: Ctx, lead: LeadStand, { ownerId = null }: LeadBatchParams): Promise<Change | undefined> {
	if (lead.ownerId === ownerId) return undefined;
	await updateLead(ctx, { id: lead.id, version: lead.version, ownerId });
	return { before: { ownerId: lead.ownerId }, after: { ownerId }, version: lead.version + 1 };
}

async function move(ctx: Ctx, lead: LeadStand, params: LeadBatchParams): Promise<Change | undefined> {
	const { state, lostReason } = params;
	if (!state || lead.state === state) return undefined;
	await updateLead(ctx, { id: lead.id, version: lead.version, state, ...(lostReason ? { lostReason } : {}) });
	const before = { state: lead.state, stateAt: lead.stateAt, lostReason: lead.lostReason };
	return { before, after: { state }, version: lead.version + 1 };
}

async function pause(ctx: Ctx, { id, sequence }: LeadStand): Promise<Change | undefined> {
	if (sequence === "paused") return undefined;
	await changeSequence(ctx, { leadId: id, act: "pause" });
	return { before: { sequence: "running" }, after: { sequence: "paused" }, version: null };
}

async function resume(ctx: Ctx, { id, sequence }: LeadStand): Promise<Change | undefined> {
	if (sequence === "running") return undefined;
	await changeSequence(ctx, { leadId: id, act: "resume" });
	return { before: { sequence: "paused" }, after: { sequence: "running" }, version: null };
}

async function keepRefusals(ctx: Ctx, { id }: AnyBatch, refused: readonly Refusal[]): Promise<void> {
	if (refused.length === 0) return;
	await sql`insert into batch_refusals (org_id, batch_id, record_id, reason)
		select ${ctx.org}::uuid, ${id}::uuid, k.id, k.reason from jsonb_to_recordset(${jsonb(refused)}) as k (id uuid, reason text)
		on conflict (org_id, batch_id, record_id) do nothing`.execute(ctx.db);
}
