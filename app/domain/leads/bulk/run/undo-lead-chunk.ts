import { readAnyBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { type KeptRow, takeNextBack } from "#app/domain/crm/bulk/run/advance.ts";
import type { Ctx } from "#db/context.ts";
import { changeSequence } from "../../sequences/change-sequence.ts";
import { takeLeadBack } from "../take-lead-back.ts";
import { type LeadStand, lockLeads } from "./lock-leads.ts";

/**
 * Takes the next chunk of a batch of leads back; how many were looked at, 0 when it is over. What somebody changed since
 * is left alone and counted: an owner or a state by the lead's version, a pause by whether the sequence still stands so.
 */
export async function undoLeadChunk(ctx: Ctx, batchId: string, most: number): Promise<number> {
	const batch = await readAnyBatch(ctx, batchId, true);
	if (batch.state !== "undoing" || batch.type !== "lead") return 0;
	return takeNextBack(ctx, batch, most, async (rows) => {
		const leads = await lockLeads(
			ctx,
			rows.map(({ record_id }) => record_id),
		);
		const stands = new Map(leads.map((lead) => [lead.id, lead]));
		const undone: string[] = [];
		for (const row of rows) {
			const lead = stands.get(row.record_id);
			if (lead && (await isTakenBack(ctx, lead, row))) undone.push(lead.id);
		}
		return undone;
	});
}

async function isTakenBack(ctx: Ctx, lead: LeadStand, { before, after, version }: KeptRow): Promise<boolean> {
	if ("sequence" in after) {
		if (lead.sequence !== after.sequence) return false;
		await changeSequence(ctx, { leadId: lead.id, act: after.sequence === "paused" ? "resume" : "pause" });
		return true;
	}
	return version !== null && takeLeadBack(ctx, { id: lead.id, version, before });
}
