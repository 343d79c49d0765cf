import type { Content } from "#app/domain/artifacts/schema.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

/** Writes a version of an artifact that the caller holds. Nobody changes it afterwards. */
export async function addVersion(
	ctx: Ctx,
	{ id, number, content, note }: { id: string; number: number; content: Content; note: string },
): Promise<void> {
	await ctx.db
		.insertInto("artifact_versions")
		.values({
			...{ org_id: ctx.org, artifact_id: id, number, content: jsonb(content), note },
			...{ saved_by: ctx.actor.name, saved_at: ctx.now },
		})
		.execute();
}
