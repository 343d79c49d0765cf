import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Takes a question off the review list, with all that are the same. Throws 404. */
export async function settleQuestion(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "collections.edit");
	const settled = { settled_at: ctx.now, settled_by: ctx.actor.name };
	const row = isId(id)
		? await ctx.db
				.updateTable("knowledge_questions")
				.set(settled)
				.where("id", "=", id)
				.returning("same_as")
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("question");
	if (row.same_as !== "") {
		await ctx.db
			.updateTable("knowledge_questions")
			.set(settled)
			.where("same_as", "=", row.same_as)
			.where("settled_at", "is", null)
			.where((eb) => eb.or([eb("outcome", "=", "missing"), eb("thumb", "=", "down")]))
			.execute();
	}
	await ctx.record({ name: "knowledge.settled", subject: { type: "knowledge-answer", id } });
}
