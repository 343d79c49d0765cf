import { notFound } from "#app/base/errors.ts";
import { withdrawAsked } from "#app/domain/artifacts/approving/end-task.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { addVersion } from "./add-version.ts";
import { eventOf, lockLiveArtifact } from "./lock-artifact.ts";
import { contentOf, type Saved } from "./save-artifact.ts";

/**
 * Makes what an earlier version held the newest version; the ones between stay. Restoring the newest changes nothing.
 * `version`: the one that was looked at, 409 when somebody saved since. 404 for no such artifact or version.
 */
export async function restoreVersion(
	ctx: Ctx,
	id: string,
	{ number, version }: { number: number; version?: number | undefined },
): Promise<Saved> {
	authorize(ctx, "success.work");
	const artifact = await lockLiveArtifact(ctx, id, version);
	const content = await contentOf(ctx, id, number);
	if (!content) throw notFound("version");
	if (number === artifact.version) return { id, version: number, isChanged: false };
	const next = artifact.version + 1;
	await ctx.db.updateTable("artifacts").set({ version: next, updated_at: ctx.now }).where("id", "=", id).execute();
	await withdrawAsked(ctx, id);
	await addVersion(ctx, { id, kind: artifact.kind, number: next, content, note: `As version ${number} was` });
	await ctx.record({
		name: "artifact.version-restored",
		...eventOf({ ...artifact, version: next }, { restored: number }),
		changes: { version: [artifact.version, next] },
	});
	return { id, version: next, isChanged: true };
}
