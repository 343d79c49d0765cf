import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import type { End } from "./schema.ts";

/** Takes a relation away; returns what it was, so that it can be made again. 404 for no such relation. */
export async function unlinkRecords(ctx: Ctx, id: string): Promise<{ from: End; to: End; label: string }> {
	authorize(ctx, "contacts.view");
	const link = isId(id)
		? await ctx.db
				.selectFrom("record_links")
				.select(["from_type", "from_id", "to_type", "to_id", "label"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!link) throw notFound("relation");
	const from = { type: link.from_type, id: link.from_id };
	const to = { type: link.to_type, id: link.to_id };
	authorize(ctx, EDIT_PERMISSION[from.type]);
	authorize(ctx, EDIT_PERMISSION[to.type]);
	await ctx.db.deleteFrom("record_links").where("id", "=", id).execute();
	await ctx.record({ name: "link.removed", subject: from, parent: to, data: { label: link.label } });
	return { from, to, label: link.label };
}
