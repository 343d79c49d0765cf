import { sql } from "kysely";
import { jsonb } from "#db/client.ts";
import type { Actor, Ctx } from "#db/context.ts";
import type { AnyBatch } from "../batch-queries.ts";

/** In whose name a batch changes records. */
export function doerOf({ memberId, memberName }: Pick<AnyBatch, "memberId" | "memberName">): Actor {
	return memberId
		? { kind: "member", id: memberId, name: memberName, role: "user", userId: "" }
		: { kind: "system", name: memberName };
}

type EndOf = Pick<AnyBatch, "id" | "title" | "type" | "memberId" | "memberName">;

/** The one event of the whole, which open lists follow. */
export async function tellEnd(ctx: Ctx, batch: EndOf, name: "batch.finished" | "batch.undone"): Promise<void> {
	const { id, title, type } = batch;
	await ctx.record({
		name: name === "batch.undone" ? "batch.undone" : "batch.finished",
		subject: { type: "batch", id },
		by: doerOf(batch),
		data: { title },
		topics: [`${type}s`],
	});
}

export type Kept = {
	id: string;
	before: Record<string, unknown>;
	after: Record<string, unknown>;
	version: number | null;
};

/** Keeps what undoing needs. */
export async function keepChanges(ctx: Ctx, batchId: string, act: string, kept: readonly Kept[]): Promise<void> {
	if (kept.length === 0) return;
	await sql`insert into batch_changes (org_id, batch_id, record_id, act, before, after, version)
		select ${ctx.org}::uuid, ${batchId}::uuid, k.id, ${act}, k.before, k.after, k.version
		from jsonb_to_recordset(${jsonb(kept)}) as k (id uuid, before jsonb, after jsonb, version integer)
		on conflict (org_id, batch_id, record_id) do nothing`.execute(ctx.db);
}
