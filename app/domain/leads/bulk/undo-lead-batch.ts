import type { AnyBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { undoBatch } from "#app/domain/crm/bulk/change-batch.ts";
import type { Ctx } from "#db/context.ts";
import { undoLeadBatchJob } from "./jobs.ts";
import { undoLeadChunk } from "./run/undo-lead-chunk.ts";
import { LEADS_AT_ONCE, type LeadAct } from "./schema.ts";
import { memberWhoMay } from "./start-lead-batch.ts";

/** Takes a batch of leads back, as `undoBatch` does one of records. Throws 403, 404, 409. */
export function undoLeadBatch(ctx: Ctx, batch: Pick<AnyBatch, "id" | "act">): Promise<AnyBatch> {
	const memberId = memberWhoMay(ctx, batch.act);
	return undoBatch(ctx, batch.id, {
		chunk: undoLeadChunk,
		atOnce: LEADS_AT_ONCE[batch.act as LeadAct],
		plan: (_, batchId) => ctx.enqueue(undoLeadBatchJob, { orgId: ctx.org, batchId, memberId }),
	});
}
