import { isDeepStrictEqual } from "node:util";
import { invalid } from "#app/base/errors.ts";
import { withdrawAsked } from "#app/domain/artifacts/approving/end-task.ts";
import { readContent } from "#app/domain/artifacts/kinds/registry.ts";
import { ArtifactChange, type Content } from "#app/domain/artifacts/schema.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { addVersion } from "./add-version.ts";
import { eventOf, lockLiveArtifact } from "./lock-artifact.ts";

export type Saved = { id: string; version: number; isChanged: boolean };

/**
 * Saves an artifact: content that differs becomes a new version, a title alone does not. Content names the version that it
 * was edited from: 409 with `current` when somebody saved since, 422 where none is named. 404 for none here or a removed one.
 */
export async function saveArtifact(ctx: Ctx, id: string, input: ArtifactChange): Promise<Saved> {
	authorize(ctx, "success.work");
	const { version, title, content, note = "" } = checkFields(ArtifactChange, input);
	if (content !== undefined && version === undefined)
		throw invalid("Some fields cannot be accepted.", { version: ["Name the version that this was edited from."] });
	const artifact = await lockLiveArtifact(ctx, id, version);
	const given = content === undefined ? undefined : readContent(artifact.kind, content);
	const isNew = given !== undefined && !isDeepStrictEqual(given, await contentOf(ctx, id, artifact.version));
	const isRenamed = title !== undefined && title !== artifact.title;
	const number = artifact.version + (isNew ? 1 : 0);
	if (!isNew && !isRenamed) return { id, version: number, isChanged: false };
	await ctx.db
		.updateTable("artifacts")
		.set({ version: number, title: title ?? artifact.title, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	if (isNew) {
		await withdrawAsked(ctx, id);
		await addVersion(ctx, { id, kind: artifact.kind, number, content: given, note });
	}
	const now = { ...artifact, title: title ?? artifact.title, version: number };
	await ctx.record({
		name: "artifact.saved",
		...eventOf(now),
		changes: {
			...(isRenamed ? { title: [artifact.title, now.title] } : {}),
			...(isNew ? { version: [artifact.version, number] } : {}),
		},
	});
	return { id, version: number, isChanged: true };
}

/** What a version holds. */
export async function contentOf(ctx: Ctx, id: string, number: number): Promise<Content | undefined> {
	const row = await ctx.db
		.selectFrom("artifact_versions")
		.select("content")
		.where("artifact_id", "=", id)
		.where("number", "=", number)
		.executeTakeFirst();
	return row?.content as Content | undefined;
}
