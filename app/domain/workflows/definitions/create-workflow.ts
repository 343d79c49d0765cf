import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

export const NewWorkflow = z.object({
	name: z.string().trim().min(1, "Give it a name.").max(120),
	description: z.string().trim().max(1_000).optional(),
	graph: Graph.optional(),
});

/** What a new workflow holds: one trigger by hand, so that there is something to go on from. */
export const FIRST_GRAPH: z.input<typeof Graph> = {
	nodes: [{ id: "start", type: "manual", name: "By hand", settings: {}, x: 0, y: 0 }],
	edges: [],
};

/** Adds a workflow with a draft and nothing published (FLOW-1). 422 by field. */
export async function createWorkflow(ctx: Ctx, input: z.input<typeof NewWorkflow>): Promise<{ id: string }> {
	authorize(ctx, "workflows.edit");
	const { name, description, graph } = checkFields(NewWorkflow, input);
	const id = newId();
	await ctx.db
		.insertInto("workflows")
		.values({
			org_id: ctx.org,
			id,
			name,
			description: description ?? "",
			draft: jsonb(graph ?? Graph.parse(FIRST_GRAPH)),
			created_by: ctx.actor.kind === "member" ? ctx.actor.id : null,
			created_at: ctx.now,
			updated_at: ctx.now,
		})
		.execute();
	await ctx.record({ name: "workflow.created", subject: { type: "workflow", id }, data: { name } });
	return { id };
}
