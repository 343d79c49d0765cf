import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { eventOf, lockArtifact } from "./lock-artifact.ts";

/** Moves an artifact to the trash with all its versions, or, with `back`, brings it back. 404; what is so stays so. */
export async function removeArtifact(
	ctx: Ctx,
	{ id, back = false }: { id: string; back?: boolean },
): Promise<{ title: string; accountId: string | null }> {
	authorize(ctx, "success.work");
	const artifact = await lockArtifact(ctx, id);
	if (artifact.isRemoved !== back) return artifact;
	await ctx.db
		.updateTable("artifacts")
		.set({ deleted_at: back ? null : ctx.now, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	await ctx.record({ name: back ? "artifact.restored" : "artifact.removed", ...eventOf(artifact) });
	return artifact;
}
