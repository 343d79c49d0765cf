import { readAnyBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { endBatch } from "#app/domain/crm/bulk/change-batch.ts";
import { inChunks, type Until } from "#app/domain/crm/bulk/run/run-batch.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { can } from "#app/domain/identity/policy.ts";
import type { Actor, Ctx } from "#db/context.ts";
import { type OneBatch, runLeadBatchJob, undoLeadBatchJob } from "../jobs.ts";
import { runLeadChunk } from "./run-lead-chunk.ts";
import { undoLeadChunk } from "./undo-lead-chunk.ts";

/** Opens one transaction after the other in somebody's name. */
export type StepAs = (actor: Actor) => Step;

/** The first chunk of leads, each of which is several statements; the next ones are as large as fits their time. */
const FIRST_CHUNK = 10;

/**
 * Does the chunks of a batch of leads, as `runBatch` those of records, in the name of the member who began it and with
 * the rights that they have now. Of somebody who lost them the batch is stopped, and says so.
 */
export function runLeadBatch(stepAs: StepAs, payload: OneBatch, until: Until): Promise<void> {
	return inTheirName(stepAs, payload, until, { chunk: runLeadChunk, job: runLeadBatchJob });
}

/** As `runLeadBatch`, for taking a batch back. What nobody may take back any more stays half taken back. */
export function undoLeadBatchRun(stepAs: StepAs, payload: OneBatch, until: Until): Promise<void> {
	return inTheirName(stepAs, payload, until, { chunk: undoLeadChunk, job: undoLeadBatchJob });
}

type LeadWork = { chunk: typeof runLeadChunk; job: typeof runLeadBatchJob };

async function inTheirName(stepAs: StepAs, payload: OneBatch, until: Until, { chunk, job }: LeadWork): Promise<void> {
	const { batchId, memberId } = payload;
	const system = stepAs({ kind: "system", name: "Batch" });
	const member = await system((ctx) => findDoer(ctx, memberId));
	if (!member) return system((ctx) => stopForNobody(ctx, batchId));
	await inChunks(stepAs(member), until, {
		chunk: (ctx, most) => chunk(ctx, batchId, most),
		plan: (ctx) => ctx.enqueue(job, payload),
		first: FIRST_CHUNK,
	});
}

/** The member as an actor; undefined for one who is gone or may change leads no more. */
async function findDoer(ctx: Ctx, memberId: string): Promise<Actor | undefined> {
	const row = await ctx.db
		.selectFrom("memberships")
		.select(["id", "name", "role", "user_id"])
		.where("id", "=", memberId)
		.executeTakeFirst();
	if (!row) return undefined;
	const actor: Actor = { kind: "member", id: row.id, name: row.name, role: row.role, userId: row.user_id };
	return RIGHTS.every((right) => can(actor, right)) ? actor : undefined;
}

const RIGHTS = ["leads.edit", "leads.assign", "enrollments.change"] as const;

async function stopForNobody(ctx: Ctx, batchId: string): Promise<void> {
	const batch = await readAnyBatch(ctx, batchId, true);
	if (batch.state !== "running" && batch.state !== "undoing") return;
	await endBatch(
		ctx,
		batch,
		"Who asked for it may not change leads any more. What was done stays; somebody who may can undo it.",
	);
}
