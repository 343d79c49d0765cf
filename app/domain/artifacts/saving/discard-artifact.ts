import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { eventOf, lockLiveArtifact } from "./lock-artifact.ts";

/**
 * Puts away an artifact that was begun and never saved: its first version is what it began with. One that was saved since
 * is left as it is (`isGone` false). 404 for none here or a removed one.
 */
export async function discardArtifact(
	ctx: Ctx,
	id: string,
): Promise<{ accountId: string | null; playId: string | null; stepId: string | null; isGone: boolean }> {
	authorize(ctx, "success.work");
	const artifact = await lockLiveArtifact(ctx, id);
	const { accountId, playId, stepId } = artifact;
	if (artifact.version > 1) return { accountId, playId, stepId, isGone: false };
	await ctx.db
		.updateTable("artifacts")
		.set({ deleted_at: ctx.now, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	await ctx.record({ name: "artifact.removed", ...eventOf(artifact) });
	return { accountId, playId, stepId, isGone: true };
}
