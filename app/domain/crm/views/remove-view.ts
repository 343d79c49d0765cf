import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isListKind, type ListKind } from "../records/schema.ts";
import { memberOf } from "./keep-view.ts";

/** Deletes a view of one's own, or with `back` brings it back; returns what it was of. Throws 404 for another's. */
export async function removeView(
	ctx: Ctx,
	{ id, back }: { id: string; back: boolean },
): Promise<{ type: ListKind; name: string }> {
	authorize(ctx, "views.edit");
	const row = isId(id)
		? await ctx.db
				.updateTable("saved_views")
				.set({ deleted_at: back ? null : ctx.now })
				.where("id", "=", id)
				.where("owner_id", "=", memberOf(ctx))
				.returning(["record_type", "name"])
				.executeTakeFirst()
		: undefined;
	if (!row || !isListKind(row.record_type)) throw notFound("view");
	return { type: row.record_type, name: row.name };
}
