import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";
import { maskedGraph } from "../nodes/secrets.ts";
import { FORMAT, FORMAT_VERSION, type WorkflowFile } from "./schema.ts";

/**
 * A workflow's draft as a file to keep or to give away (FLOW-1). Secrets in its settings are left out, whoever takes it in
 * writes their own. For those who draw workflows (403); 404.
 */
export async function exportWorkflow(ctx: Ctx, id: string): Promise<WorkflowFile> {
	authorize(ctx, "workflows.edit");
	const row = await ctx.db
		.selectFrom("workflows")
		.select(["name", "description", "draft"])
		.where("id", "=", id)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!row) throw notFound("workflow");
	const { name, description } = row;
	return {
		format: FORMAT,
		version: FORMAT_VERSION,
		name,
		description,
		graph: maskedGraph(row.draft as unknown as Graph),
	};
}
