import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Takes a question off the review list. Throws 404. */
export async function settleQuestion(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "collections.edit");
	const settled = isId(id)
		? await ctx.db
				.updateTable("knowledge_questions")
				.set({ settled_at: ctx.now, settled_by: ctx.actor.name })
				.where("id", "=", id)
				.executeTakeFirst()
		: undefined;
	if (!settled || Number(settled.numUpdatedRows) === 0) throw notFound("question");
	await ctx.record({ name: "knowledge.settled", subject: { type: "knowledge-answer", id } });
}
