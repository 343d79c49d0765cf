import { z } from "zod";
import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { holdsMask, LED_AWAY, ledAway, maskedGraph, unmaskedGraph } from "#app/domain/workflows/nodes/secrets.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

export const Draft = z.object({ graph: Graph, version: z.coerce.number().int().min(1) });

/**
 * Keeps a workflow's draft as it is being drawn, whether or not it could be published (FLOW-1). `version` is the one that
 * was loaded: another tab's draft is not overwritten (409 with both). Secrets that come back masked stay as they are; 422
 * where their address leads to another host, as for what cannot be kept. 404.
 */
export async function saveDraft(ctx: Ctx, id: string, input: z.input<typeof Draft>): Promise<{ version: number }> {
	authorize(ctx, "workflows.edit");
	const { graph: given, version } = checkFields(Draft, input);
	const graph = holdsMask(given) ? unmasked(given, await draftOf(ctx, id), version) : given;
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

type Stored = { draft: Graph; version: number };

function unmasked(given: Graph, stored: Stored, seen: number): Graph {
	// Of a draft that somebody else saved since, that is what is said.
	const away = stored.version === seen ? ledAway(given, stored.draft) : [];
	if (away.length > 0) {
		const graph = away.map(({ name }) => `“${name}”: ${LED_AWAY}`);
		throw invalid(`Nothing was saved. ${graph[0]}`, { graph });
	}
	return unmaskedGraph(given, stored.draft);
}

async function draftOf(ctx: Ctx, id: string): Promise<Stored> {
	const row = await ctx.db.selectFrom("workflows").select(["draft", "version"]).where("id", "=", id).executeTakeFirst();
	if (!row) throw notFound("workflow");
	return { draft: row.draft as unknown as Graph, version: row.version };
}
