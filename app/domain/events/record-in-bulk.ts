import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { jsonb } from "#db/client.ts";
import type { Actor, Ctx } from "#db/context.ts";

/** One record's part in a change of many. `changes` and `data` are as in `NewEvent`. */
export type BulkEvent = {
	name: string;
	subject: { type: string; id: string };
	changes?: Record<string, readonly [unknown, unknown]>;
	data?: Record<string, unknown>;
};

/**
 * Writes the events of a change of many records: one statement with one parameter, whatever their number. They stand in
 * timelines and in the audit log like any other, but wake nobody: who follows such a change follows the one event of
 * the whole (`contacts.imported`, `batch.finished`), which `ctx.record` writes.
 */
export async function recordInBulk(ctx: Ctx, by: Actor, events: readonly BulkEvent[]): Promise<void> {
	if (events.length === 0) return;
	const rows = events.map(({ name, subject, changes = {}, data = {} }) => ({
		...{ id: newId(), name, type: subject.type, subject: subject.id, changes, data },
	}));
	await sql`
		insert into events (org_id, id, at, name, actor_kind, actor_id, actor_name, subject_type, subject_id, changes, data, request_id)
		select ${ctx.org}::uuid, e.id, ${ctx.now}::timestamptz, e.name, ${by.kind}, ${"id" in by ? (by.id ?? null) : null}::uuid, ${by.name},
			e.type, e.subject, e.changes, e.data, ${ctx.requestId}
		from jsonb_to_recordset(${jsonb(rows)})
			as e (id uuid, name text, type text, subject uuid, changes jsonb, data jsonb)`.execute(ctx.db);
}
