import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { ListKind } from "../records/schema.ts";
import { readAnyBatch } from "./batch-queries.ts";
import type { BatchKind } from "./schema.ts";

export type Started = { id: string; state: "done" | "waiting"; changed: number; refused: number };

/** An act on many, checked: what it is called, what it does, and about how many it is. */
export type Begun = {
	key: string;
	type: ListKind;
	act: BatchKind;
	title: string;
	params: Record<string, unknown>;
	total: number;
};

/** How a room does its batches: a chunk at a time, up to `atOnce` while the page waits, more by the job it plans. */
export type Doing = {
	chunk(ctx: Ctx, batchId: string, most: number): Promise<number>;
	atOnce: number;
	plan(ctx: Ctx, batchId: string): Promise<void>;
};

/** Writes a batch down and begins it: few at once, more by a job. The same `key` again is the same batch. */
export async function beginBatch(ctx: Ctx, batch: Begun, { chunk, atOnce, plan }: Doing): Promise<Started> {
	const { key, type, act, title, params, total } = batch;
	const made = await ctx.db
		.insertInto("change_batches")
		.values({
			...{ org_id: ctx.org, id: key, kind: act, record_type: type, title, total },
			...{ state: "running", params: jsonb(params), created_at: ctx.now, started_at: ctx.now },
			member_id: ctx.actor.kind === "member" ? ctx.actor.id : null,
			member_name: ctx.actor.name,
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	if (made) await ctx.record({ name: "batch.started", subject: { type: "batch", id: key }, data: { title } });
	if (made && !(total <= atOnce && (await doAtOnce(ctx, key, chunk)))) await plan(ctx, key);
	const { state, changed, refused } = await readAnyBatch(ctx, key);
	return { id: key, state: state === "done" ? "done" : "waiting", changed, refused };
}

/** Few records may stand among many that hold the same words: then the rest is a job's. Whether it is over. */
async function doAtOnce(ctx: Ctx, id: string, chunk: Doing["chunk"]): Promise<boolean> {
	for (let chunks = 0; chunks < 5; chunks++) if ((await chunk(ctx, id, 1_000)) === 0) return true;
	return false;
}
