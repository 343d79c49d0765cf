import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";

export type VersionRow = { number: number; note: string; publishedAt: Date; publishedBy: string | null; steps: number };

const PAGE = 100;

/** The newest hundred published versions of a workflow below a number. */
export async function listVersions(ctx: Ctx, workflowId: string, below = 2_147_483_647): Promise<VersionRow[]> {
	authorize(ctx, "workflows.view");
	if (!isId(workflowId)) throw notFound("workflow");
	return ctx.db
		.selectFrom("workflow_versions as v")
		.leftJoin("memberships as m", (on) => on.onRef("m.org_id", "=", "v.org_id").onRef("m.id", "=", "v.published_by"))
		.select(["v.number", "v.note", "v.published_at as publishedAt", "m.name as publishedBy"])
		.select(sql<number>`jsonb_array_length(v.graph->'nodes')`.as("steps"))
		.where("v.workflow_id", "=", workflowId)
		.where("v.number", "<", below)
		.orderBy("v.number", "desc")
		.limit(PAGE)
		.execute();
}

/** One published version with its graph, secrets included: mask it before it is shown. 404. */
export async function getVersion(
	ctx: Ctx,
	workflowId: string,
	number: number,
): Promise<{ number: number; note: string; publishedAt: Date; graph: Graph }> {
	authorize(ctx, "workflows.view");
	const row =
		isId(workflowId) && Number.isInteger(number) && number > 0 && number < 2_147_483_648
			? await ctx.db
					.selectFrom("workflow_versions")
					.select(["number", "note", "published_at as publishedAt", "graph"])
					.where("workflow_id", "=", workflowId)
					.where("number", "=", number)
					.executeTakeFirst()
			: undefined;
	if (!row) throw notFound("version of this workflow");
	return { ...row, graph: row.graph as unknown as Graph };
}
