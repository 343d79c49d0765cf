import { invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { assertRoom } from "../deals/stage-room.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import { beginBatch, type Started } from "./begin-batch.ts";
import { runBatchJob } from "./jobs.ts";
import { readAct } from "./read-act.ts";
import { runChunk } from "./run/run-chunk.ts";
import { MOST_AT_ONCE, NewBatch } from "./schema.ts";
import { countComing, countSelection, fixQuery } from "./selection.ts";

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
	return beginBatch(
		ctx,
		{ key: input.key, title, total, ...batch },
		{
			chunk: runChunk,
			atOnce: MOST_AT_ONCE,
			plan: (_, batchId) => ctx.enqueue(runBatchJob, { orgId: ctx.org, batchId }),
		},
	);
}
