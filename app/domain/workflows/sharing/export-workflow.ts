import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";
import { nodeTypes } from "../nodes/registry.ts";
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
		graph: withoutSecrets(row.draft as unknown as Graph),
	};
}

/** A secret that an expression brings is none of the file's: the expression stays. */
function withoutSecrets(graph: Graph): Graph {
	const types = nodeTypes();
	return {
		...graph,
		nodes: graph.nodes.map((node) => {
			const type = types.get(node.type);
			const parsed = type?.shown ? type.settings.safeParse(node.settings) : undefined;
			return parsed?.success
				? { ...node, settings: type!.shown!(parsed.data as never) as Graph["nodes"][0]["settings"] }
				: node;
		}),
	};
}
