import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

export type LockedArtifact = {
	id: string;
	kind: string;
	title: string;
	version: number;
	accountId: string | null;
	playId: string | null;
	runId: string | null;
	stepId: string | null;
	isRemoved: boolean;
};

/** An artifact, held until the commit; a removed one too. 404 where there is none here. */
export async function lockArtifact(ctx: Ctx, id: string): Promise<LockedArtifact> {
	const row = isId(id)
		? await ctx.db
				.selectFrom("artifacts")
				.select(["kind", "title", "version", "account_id", "play_id", "run_id", "step_id", "deleted_at"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("artifact");
	const { kind, title, version } = row;
	return {
		...{ id, kind, title, version, accountId: row.account_id, playId: row.play_id },
		...{ runId: row.run_id, stepId: row.step_id, isRemoved: row.deleted_at !== null },
	};
}

/** As `lockArtifact`, for changing: 404 for one that was removed; 409 with the newest version where `version` is another. */
export async function lockLiveArtifact(ctx: Ctx, id: string, version?: number): Promise<LockedArtifact> {
	const artifact = await lockArtifact(ctx, id);
	if (artifact.isRemoved) throw notFound("artifact");
	if (version !== undefined && version !== artifact.version) throw await beaten(ctx, artifact);
	return artifact;
}

/** Somebody saved meanwhile: who, which version, and what it holds. */
export async function beaten(ctx: Ctx, { id, version, title }: LockedArtifact) {
	const theirs = await ctx.db
		.selectFrom("artifact_versions")
		.select(["content", "saved_by", "saved_at"])
		.where("artifact_id", "=", id)
		.where("number", "=", version)
		.executeTakeFirstOrThrow();
	const current = { id, version, title, content: theirs.content, savedBy: theirs.saved_by, savedAt: theirs.saved_at };
	return conflict(
		`${theirs.saved_by} saved version ${version} meanwhile. Yours was not saved; save it from that version if it still holds.`,
		{ current },
	);
}

/** What an event of an artifact is of: the artifact, and the account in whose timeline it stands. */
export const eventOf = (
	artifact: Pick<LockedArtifact, "id" | "kind" | "title" | "accountId" | "version">,
	data: Record<string, unknown> = {},
) => ({
	subject: { type: "artifact", id: artifact.id },
	...(artifact.accountId ? { parent: { type: "account", id: artifact.accountId } } : {}),
	data: { kind: artifact.kind, title: artifact.title, version: artifact.version, ...data },
});
