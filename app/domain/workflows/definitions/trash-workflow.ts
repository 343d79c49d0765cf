import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { turnWorkflow } from "./publish-workflow.ts";

/**
 * Moves a workflow to the trash: it is turned off and nothing begins it; runs under way go on, and versions and runs are
 * kept. One that lies there already stays. 404.
 */
export async function trashWorkflow(ctx: Ctx, id: string): Promise<{ name: string }> {
	authorize(ctx, "workflows.edit");
	const workflow = isId(id)
		? await ctx.db
				.selectFrom("workflows")
				.select(["name", "is_on", "deleted_at"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!workflow) throw notFound("workflow");
	if (workflow.deleted_at) return { name: workflow.name };
	if (workflow.is_on) await turnWorkflow(ctx, id, false);
	await ctx.db
		.updateTable("workflows")
		.set({ deleted_at: ctx.now, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	await ctx.record({ name: "workflow.trashed", subject: { type: "workflow", id }, data: { name: workflow.name } });
	return { name: workflow.name };
}
