import { sql } from "kysely";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { AnyBatch } from "../batch-queries.ts";
import { NOTHING_YET } from "../selection.ts";
import { tellEnd } from "./keep-changes.ts";

type Whole = Pick<AnyBatch, "id" | "title" | "type" | "memberId" | "memberName" | "params" | "cursor">;

/** What became of a chunk. `last`: the id that the next one begins behind; null: that was all. */
export type Chunk = { looked: number; changed: number; refused: number; last: string | null };

/** Writes what a chunk did and the place reached; how many were looked at, 0 when the batch is over. */
export async function advance(ctx: Ctx, batch: Whole, { looked, changed, refused, last }: Chunk): Promise<number> {
	const isOver = last === null;
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({
			done: eb("done", "+", looked),
			updated_count: eb("updated_count", "+", changed),
			refused_count: eb("refused_count", "+", refused),
			skipped_count: eb("skipped_count", "+", looked - changed - refused),
			cursor: jsonb(last ? { after: last } : {}),
			// Others may have changed meanwhile what the batch was to find: what it found is what there was.
			...(isOver ? { state: "done", ended_at: ctx.now, total: eb("done", "+", looked) } : {}),
		}))
		.where("id", "=", batch.id)
		.execute();
	if (isOver) await tellEnd(ctx, batch, "batch.finished");
	return isOver ? 0 : Math.max(1, looked);
}

/** What a batch kept of one record. */
export type KeptRow = {
	record_id: string;
	before: Record<string, unknown>;
	after: Record<string, unknown>;
	version: number | null;
};

/**
 * Takes the next `most` records of a batch back by `takeBack`, which answers those that it could; how many were looked
 * at, 0 when it is over.
 */
export async function takeNextBack(
	ctx: Ctx,
	batch: Whole,
	most: number,
	takeBack: (rows: readonly KeptRow[]) => Promise<string[]>,
): Promise<number> {
	const { rows } = await sql<KeptRow>`select b.record_id, b.before, b.after, b.version from batch_changes b
		where b.batch_id = ${batch.id} and b.undone_at is null and b.record_id > ${batch.cursor.after ?? NOTHING_YET}::uuid
		order by b.record_id limit ${most}`.execute(ctx.db);
	const undone = rows.length > 0 ? await takeBack(rows) : [];
	await sql`update batch_changes set undone_at = ${ctx.now}::timestamptz
		where batch_id = ${batch.id} and record_id = any(${undone}::uuid[])`.execute(ctx.db);
	const before = batch.params.undo ?? { undone: 0, left: 0 };
	const undo = { undone: before.undone + undone.length, left: before.left + rows.length - undone.length };
	const isOver = rows.length < most;
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({
			params: jsonb({ ...batch.params, undo }),
			cursor: jsonb(isOver ? {} : { after: rows.at(-1)!.record_id }),
			done: eb("done", "+", rows.length),
			...(isOver ? { state: "undone", undone_at: ctx.now } : {}),
		}))
		.where("id", "=", batch.id)
		.execute();
	if (isOver) await tellEnd(ctx, batch, "batch.undone");
	return isOver ? 0 : rows.length;
}
