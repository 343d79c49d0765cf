import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";
import { createWorkflow } from "./create-workflow.ts";

/** Adds a copy of a workflow's draft and limits as a workflow of its own: nothing published, turned off. 404. */
export async function duplicateWorkflow(ctx: Ctx, id: string): Promise<{ id: string; name: string }> {
	authorize(ctx, "workflows.edit");
	const workflow = isId(id)
		? await ctx.db
				.selectFrom("workflows")
				.select(["name", "description", "draft", "most_running", "key_expression", "most_per_key", "most_per_minute"])
				.select("when_full")
				.where("id", "=", id)
				.where("deleted_at", "is", null)
				.executeTakeFirst()
		: undefined;
	if (!workflow) throw notFound("workflow");
	const { name, description, draft, ...limits } = workflow;
	const copy = `${name.slice(0, 113)} (copy)`;
	const made = await createWorkflow(ctx, { name: copy, description, graph: draft as unknown as Graph });
	await ctx.db.updateTable("workflows").set(limits).where("id", "=", made.id).execute();
	return { id: made.id, name: copy };
}
