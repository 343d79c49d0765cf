import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** A location follows the organisation's sequence again. Its versions stay for those who are enrolled in them. */
export async function withdrawSequence(ctx: Ctx, { locationId }: { locationId: string }): Promise<void> {
	authorize(ctx, "sequences.edit");
	const withdrawn = await ctx.db
		.updateTable("sequences")
		.set({ published_version_id: null })
		.where("location_id", "=", locationId)
		.returning("id")
		.executeTakeFirst();
	if (!withdrawn) throw notFound("sequence");
	await ctx.record({
		name: "sequence.withdrawn",
		subject: { type: "sequence", id: withdrawn.id },
		data: { locationId },
	});
}
