import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Brings a workflow back from the trash, turned off. One that does not lie there stays. 404. */
export async function restoreWorkflow(ctx: Ctx, id: string): Promise<{ name: string }> {
	authorize(ctx, "workflows.edit");
	const workflow = isId(id)
		? await ctx.db
				.selectFrom("workflows")
				.select(["name", "deleted_at"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!workflow) throw notFound("workflow");
	if (!workflow.deleted_at) return { name: workflow.name };
	await ctx.db.updateTable("workflows").set({ deleted_at: null, updated_at: ctx.now }).where("id", "=", id).execute();
	await ctx.record({ name: "workflow.restored", subject: { type: "workflow", id }, data: { name: workflow.name } });
	return { name: workflow.name };
}
