import { invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { assertRoom } from "../deals/stage-room.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import { readBatch } from "./batch-queries.ts";
import { runBatchJob } from "./jobs.ts";
import { readAct } from "./read-act.ts";
import { runChunk } from "./run/run-chunk.ts";
import { MOST_AT_ONCE, NewBatch } from "./schema.ts";
import { countComing, countSelection, fixQuery } from "./selection.ts";

export type Started = { id: string; state: "done" | "waiting"; changed: number };

/**
 * Begins an act on many records. Up to a hundred are done at once; more are done by a job, with progress. `zone`: in
 * which days of the list's filters begin. The same `key` again is the same batch. Throws 422 for a value that the act
 * does not take, for a selection of nothing, and for more deals than a stage takes.
 */
export async function startBatch(ctx: Ctx, given: NewBatch, zone: string): Promise<Started> {
	const input = NewBatch.parse(given);
	authorize(ctx, EDIT_PERMISSION[input.type]);
	const selection =
		input.query === undefined
			? { ids: [...new Set(input.ids)].sort() }
			: { query: await fixQuery(ctx, input.type, input.query) };
	const { title, params } = await readAct(ctx, input);
	const batch = { type: input.type, act: input.act, params: { ...params, ...selection, zone } };
	const total = await countSelection(ctx, batch);
	if (total === 0) throw invalid("Nothing is selected any more. Go back to the list and select again.");
	const stageId = params.set?.stage_id;
	if (typeof stageId === "string") await assertRoom(ctx, stageId, await countComing(ctx, batch, stageId));
	const made = await ctx.db
		.insertInto("change_batches")
		.values({
			...{ org_id: ctx.org, id: input.key, kind: input.act, record_type: input.type, title, total },
			...{ state: "running", params: jsonb(batch.params), created_at: ctx.now, started_at: ctx.now },
			member_id: ctx.actor.kind === "member" ? ctx.actor.id : null,
			member_name: ctx.actor.name,
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	if (made) await ctx.record({ name: "batch.started", subject: { type: "batch", id: input.key }, data: { title } });
	if (made && !(total <= MOST_AT_ONCE && (await runAtOnce(ctx, input.key)))) {
		await ctx.enqueue(runBatchJob, { orgId: ctx.org, batchId: input.key });
	}
	const { state, changed } = await readBatch(ctx, input.key);
	return { id: input.key, state: state === "done" ? "done" : "waiting", changed };
}

/** Few records may stand among many that hold the same words: then the rest is a job's. Whether it is over. */
async function runAtOnce(ctx: Ctx, id: string): Promise<boolean> {
	for (let chunks = 0; chunks < 5; chunks++) if ((await runChunk(ctx, id, 1_000)) === 0) return true;
	return false;
}
