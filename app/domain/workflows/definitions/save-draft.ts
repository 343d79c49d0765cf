import { z } from "zod";
import { conflict, notFound } from "#app/base/errors.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { holdsMask, maskedGraph, unmaskedGraph } from "#app/domain/workflows/nodes/secrets.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

export const Draft = z.object({ graph: Graph, version: z.coerce.number().int().min(1) });

/**
 * Keeps a workflow's draft as it is being drawn, whether or not it could be published (FLOW-1). `version` is the one that
 * was loaded: another tab's draft is not overwritten (409 with both). Secrets that come back masked stay as they are.
 * 404, 422.
 */
export async function saveDraft(ctx: Ctx, id: string, input: z.input<typeof Draft>): Promise<{ version: number }> {
	authorize(ctx, "workflows.edit");
	const { graph: given, version } = checkFields(Draft, input);
	const graph = holdsMask(given) ? unmaskedGraph(given, await draftOf(ctx, id)) : given;
	const saved = await ctx.db
		.updateTable("workflows")
		.set({ draft: jsonb(graph), version: version + 1, updated_at: ctx.now })
		.where("id", "=", id)
		.where("version", "=", version)
		.where("deleted_at", "is", null)
		.returning("version")
		.executeTakeFirst();
	if (saved) {
		await ctx.record({ name: "workflow.drafted", subject: { type: "workflow", id }, data: { version: saved.version } });
		return saved;
	}
	const there = await ctx.db
		.selectFrom("workflows")
		.select(["version", "draft"])
		.where("id", "=", id)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!there) throw notFound("workflow");
	throw conflict("Somebody else saved this workflow meanwhile. Yours was not saved and is still here.", {
		version: there.version,
		graph: maskedGraph(there.draft as unknown as Graph),
	});
}

async function draftOf(ctx: Ctx, id: string): Promise<Graph> {
	const row = await ctx.db.selectFrom("workflows").select("draft").where("id", "=", id).executeTakeFirst();
	if (!row) throw notFound("workflow");
	return row.draft as unknown as Graph;
}
