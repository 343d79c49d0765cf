import { invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { Graph, MOST_NODES } from "#app/domain/workflows/rules/graph.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

/**
 * Changes a workflow's draft by one edit, on the draft as it is at that moment (FLOW-2): two people who work at different
 * steps do not meet. `edit` answers the new graph, or throws to leave everything as it is. An edit that changes nothing is
 * not saved. 404; 422 for a graph that cannot be kept, such as one of more steps than there may be.
 */
export async function editDraft(ctx: Ctx, id: string, edit: (graph: Graph) => Graph): Promise<{ version: number }> {
	authorize(ctx, "workflows.edit");
	const row = await lockDraft(ctx, id);
	const graph = edit(row.graph);
	if (JSON.stringify(graph) === JSON.stringify(row.graph)) return { version: row.version };
	if (graph.nodes.length > MOST_NODES) {
		throw invalid(`A workflow may have ${MOST_NODES} steps. Make several, of which one begins the others.`);
	}
	const parsed = Graph.safeParse(graph);
	if (!parsed.success) throw invalid(`This cannot be kept: ${parsed.error.issues[0]?.message}. Nothing was changed.`);
	const version = row.version + 1;
	await ctx.db
		.updateTable("workflows")
		.set({ draft: jsonb(parsed.data), version, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	await ctx.record({ name: "workflow.drafted", subject: { type: "workflow", id }, data: { version } });
	return { version };
}

/** The draft, kept from others until the transaction ends. 404. */
async function lockDraft(ctx: Ctx, id: string): Promise<{ graph: Graph; version: number }> {
	const row = isId(id)
		? await ctx.db
				.selectFrom("workflows")
				.select(["draft", "version"])
				.where("id", "=", id)
				.where("deleted_at", "is", null)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("workflow");
	return { graph: row.draft as unknown as Graph, version: row.version };
}
