import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";

/** What the published version of a workflow says to those who sent its form; an empty text where it says nothing itself. */
export async function thanksOf(ctx: Ctx, workflowId: string): Promise<string> {
	const { rows } = await sql<{ thanks: string | null }>`
		select node->'settings'->>'thanks' as thanks from workflows w
		join workflow_versions v on v.org_id = w.org_id and v.workflow_id = w.id and v.number = w.published
		cross join jsonb_array_elements(v.graph->'nodes') as node
		where w.org_id = ${ctx.org} and w.id = ${workflowId} and node->>'type' = 'on_webhook' limit 1`.execute(ctx.db);
	return rows[0]?.thanks?.trim() ?? "";
}
