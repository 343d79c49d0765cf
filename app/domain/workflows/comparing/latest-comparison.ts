import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { Comparison } from "./compare-draft.ts";

/** A workflow's draft and the newest comparison of one with earlier runs; null where none was asked for. */
export type LatestComparison = {
	workflow: { id: string; name: string; draftVersion: number };
	comparison: (Omit<Comparison, "since"> & { since: string; createdAt: string }) | null;
};

/** How far the newest comparison of a workflow's draft has come (FLOW-3). 404. One query. */
export async function getLatestComparison(ctx: Ctx, workflowId: string): Promise<LatestComparison> {
	authorize(ctx, "workflows.view");
	const { rows } = isId(workflowId)
		? await sql<{ name: string; version: number; comparison: LatestComparison["comparison"] }>`
			select w.name, w.version, (
				select json_build_object('id', c.id, 'workflowId', c.workflow_id, 'draftVersion', c.draft_version, 'state', c.state,
					'since', c.since, 'createdAt', c.created_at, 'total', c.total, 'looked', c.looked, 'differing', c.differing,
					'results', c.results, 'error', c.error)
				from workflow_comparisons c where c.org_id = w.org_id and c.workflow_id = w.id
				order by c.id desc limit 1) as comparison
			from workflows w where w.org_id = ${ctx.org} and w.id = ${workflowId} and w.deleted_at is null`.execute(ctx.db)
		: { rows: [] };
	const row = rows[0];
	if (!row) throw notFound("workflow");
	return { workflow: { id: workflowId, name: row.name, draftVersion: row.version }, comparison: row.comparison };
}
