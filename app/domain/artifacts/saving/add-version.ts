import { sql } from "kysely";
import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import type { Content } from "#app/domain/artifacts/schema.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

type Version = { id: string; kind: string; number: number; content: Content; note: string };

/** Writes a version of an artifact that the caller holds, and links the lines that show a task. Nobody changes it later. */
export async function addVersion(ctx: Ctx, { id, kind, number, content, note }: Version): Promise<void> {
	await ctx.db
		.insertInto("artifact_versions")
		.values({
			...{ org_id: ctx.org, artifact_id: id, number, content: jsonb(content), note },
			...{ saved_by: ctx.actor.name, saved_at: ctx.now },
		})
		.execute();
	const links = definitionOf(kind)?.links?.(content) ?? [];
	if (links.length === 0) return;
	// A task that is gone, or nobody's here, links nothing: its line stays.
	await sql`insert into artifact_tasks (org_id, artifact_id, item, task_id, linked_by, linked_at)
		select t.org_id, ${id}::uuid, l.item, t.id, ${ctx.actor.name}, ${ctx.now}::timestamptz
		from unnest(${links.map(({ item }) => item)}::text[], ${links.map(({ taskId }) => taskId)}::uuid[]) as l (item, task_id)
		join tasks t on t.org_id = ${ctx.org} and t.id = l.task_id
		on conflict do nothing`.execute(ctx.db);
}
