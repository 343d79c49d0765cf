import { newId } from "#app/base/ids.ts";
import { definitionOf, readContent } from "#app/domain/artifacts/kinds/registry.ts";
import { type Content, kindLabel, NewArtifact } from "#app/domain/artifacts/schema.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { addVersion } from "./add-version.ts";
import { eventOf } from "./lock-artifact.ts";
import { placeOf } from "./place-of.ts";

/**
 * Makes an artifact with its first version (SUCCESS-7): of an account, of a play, or of a run and its step. Without content
 * a kind of ours begins with what is known of the account. 404 for an account, play, run or step that is not here; 422 by
 * field, content under `content.`.
 */
export async function createArtifact(ctx: Ctx, input: NewArtifact): Promise<{ id: string; version: number }> {
	authorize(ctx, "success.work");
	const { kind, title, content, metadata, note = "", ...asked } = checkFields(NewArtifact, input);
	const place = await placeOf(ctx, asked);
	const first = readContent(kind, content ?? (await startOf(ctx, kind, place.accountId)));
	const id = newId();
	const artifact = { id, kind, title: title ?? kindLabel(kind), version: 1, ...place };
	await ctx.db
		.insertInto("artifacts")
		.values({
			...{ org_id: ctx.org, id, kind, title: artifact.title, metadata: jsonb(metadata ?? {}) },
			...{ account_id: place.accountId, play_id: place.playId, run_id: place.runId, step_id: place.stepId },
			...{ created_by: ctx.actor.name, created_at: ctx.now, updated_at: ctx.now },
		})
		.execute();
	await addVersion(ctx, { id, kind, number: 1, content: first, note });
	await ctx.record({ name: "artifact.created", ...eventOf(artifact) });
	return { id, version: 1 };
}

async function startOf(ctx: Ctx, kind: string, accountId: string | null): Promise<Content> {
	const definition = definitionOf(kind);
	if (!definition || !accountId) return {};
	return definition.start(ctx, await getIntelligence(ctx, accountId));
}
