import { AppError, conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { maskedGraph, unmaskedGraph } from "#app/domain/workflows/nodes/secrets.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";
import { createWorkflow } from "./create-workflow.ts";
import { saveDraft } from "./save-draft.ts";

/**
 * Keeps a draft that was drawn in a browser (FLOW-2), as `saveDraft`: secrets that came back masked stay as they are
 * stored. 404; 409 with theirs, masked too, where another draft was saved since `version`; 422.
 */
export async function saveDrawing(
	ctx: Ctx,
	id: string,
	{ graph, version }: { graph: Graph; version: number },
): Promise<{ version: number }> {
	authorize(ctx, "workflows.edit");
	await storedGraph(ctx, id);
	try {
		return await saveDraft(ctx, id, { graph, version });
	} catch (error) {
		if (!(error instanceof AppError) || !error.data?.graph) throw error;
		throw conflict(error.message, { ...error.data, graph: maskedGraph(error.data.graph as Graph) });
	}
}

/** Keeps what was drawn in place of a draft that somebody else saved first as a workflow of its own. 404, 422. */
export async function copyDrawing(
	ctx: Ctx,
	id: string,
	{ graph, name }: { graph: Graph; name: string },
): Promise<{ id: string }> {
	authorize(ctx, "workflows.edit");
	return createWorkflow(ctx, { name, graph: unmaskedGraph(graph, await storedGraph(ctx, id)) });
}

async function storedGraph(ctx: Ctx, id: string): Promise<Graph> {
	const row = isId(id)
		? await ctx.db
				.selectFrom("workflows")
				.select("draft")
				.where("id", "=", id)
				.where("deleted_at", "is", null)
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("workflow");
	return row.draft as unknown as Graph;
}
