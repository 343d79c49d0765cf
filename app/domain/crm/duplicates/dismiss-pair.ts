import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Says that two contacts are not one person (or takes that back): the pair is not shown again, whatever is found. */
export async function dismissPair(ctx: Ctx, id: string, isDismissed = true): Promise<void> {
	authorize(ctx, "contacts.merge");
	const row = isId(id)
		? await ctx.db
				.updateTable("duplicate_pairs")
				.set({ state: isDismissed ? "dismissed" : "open", decided_at: ctx.now, decided_by: ctx.actor.name })
				.where("id", "=", id)
				.where("state", "!=", "merged")
				.returning(["first_id", "second_id"])
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("pair");
	if (!isDismissed) return;
	await ctx.record({
		name: "duplicate.dismissed",
		subject: { type: "contact", id: row.first_id },
		data: { other: row.second_id },
	});
}
