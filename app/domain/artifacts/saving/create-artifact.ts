import { isDeepStrictEqual } from "node:util";
import { conflict } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { readContent } from "#app/domain/artifacts/kinds/registry.ts";
import { type Content, kindLabel, NewArtifact } from "#app/domain/artifacts/schema.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { addVersion } from "./add-version.ts";
import { beaten, eventOf, lockArtifact } from "./lock-artifact.ts";
import { placeOf } from "./place-of.ts";
import { contentOf } from "./save-artifact.ts";
import { startOf } from "./start-of.ts";

type Made = { id: string; version: number };

/**
 * Makes an artifact with its first version (SUCCESS-7): of an account, of a play, or of a run and its step. Without content
 * a kind of ours begins with what is known of the account. With a `formKey` it is made once: the same again answers the one
 * that was made, something else under it is a 409 with `current`. 404 for an account, play, run or step that is not here;
 * 422 by field, content under `content.`.
 */
export async function createArtifact(ctx: Ctx, input: NewArtifact): Promise<Made> {
	authorize(ctx, "success.work");
	const { kind, title, content, metadata, note = "", formKey, ...asked } = checkFields(NewArtifact, input);
	const place = await placeOf(ctx, asked);
	const first = readContent(kind, content ?? (await startOf(ctx, kind, place.accountId)));
	const id = newId();
	const artifact = { id, kind, title: title ?? kindLabel(kind), version: 1, ...place };
	const { numInsertedOrUpdatedRows: made } = await ctx.db
		.insertInto("artifacts")
		.values({
			...{ org_id: ctx.org, id, kind, title: artifact.title, metadata: jsonb(metadata ?? {}) },
			...{ account_id: place.accountId, play_id: place.playId, run_id: place.runId, step_id: place.stepId },
			...{ created_by: ctx.actor.name, created_at: ctx.now, updated_at: ctx.now, form_key: formKey ?? null },
		})
		.onConflict((on) => on.columns(["org_id", "form_key"]).where("form_key", "is not", null).doNothing())
		.executeTakeFirst();
	if (!made) return madeBefore(ctx, formKey!, { title: artifact.title, content: first });
	await addVersion(ctx, { id, kind, number: 1, content: first, note });
	await ctx.record({ name: "artifact.created", ...eventOf(artifact) });
	return { id, version: 1 };
}

/** What the same form made when it was sent before. */
async function madeBefore(ctx: Ctx, formKey: string, given: { title: string; content: Content }): Promise<Made> {
	const { id } = await ctx.db
		.selectFrom("artifacts")
		.select("id")
		.where("form_key", "=", formKey)
		.executeTakeFirstOrThrow();
	const artifact = await lockArtifact(ctx, id);
	if (artifact.isRemoved) throw conflict("This was saved and then removed. What you typed is still here.");
	const isSame = artifact.title === given.title && isDeepStrictEqual(given.content, await contentOf(ctx, id, 1));
	if (!isSame) throw await beaten(ctx, artifact);
	return { id, version: artifact.version };
}
