import { invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { getLiveName } from "../records/find-live-record.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import { type End, LinkLabel } from "./schema.ts";

/**
 * Relates two records; the label reads from the first to the second. 404 where either is not there or in the trash, 422
 * for a record and itself. The same relation again is that relation.
 */
export async function linkRecords(
	ctx: Ctx,
	{ from, to, label }: { from: End; to: End; label: string },
): Promise<{ id: string }> {
	authorize(ctx, EDIT_PERMISSION[from.type]);
	authorize(ctx, EDIT_PERMISSION[to.type]);
	const words = LinkLabel.parse(label);
	if (from.type === to.type && from.id === to.id) {
		throw invalid("A record cannot be related to itself.", { to: ["Choose another record."] });
	}
	await getLiveName(ctx, from.type, from.id);
	await getLiveName(ctx, to.type, to.id);
	const added = await ctx.db
		.insertInto("record_links")
		.values({
			...{ org_id: ctx.org, id: newId(), label: words, created_at: ctx.now },
			...{ from_type: from.type, from_id: from.id, to_type: to.type, to_id: to.id },
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	if (added) {
		await ctx.record({ name: "link.added", subject: from, parent: to, data: { label: words } });
		return added;
	}
	return ctx.db
		.selectFrom("record_links")
		.select("id")
		.where("from_type", "=", from.type)
		.where("from_id", "=", from.id)
		.where("to_type", "=", to.type)
		.where("to_id", "=", to.id)
		.where("label", "=", words)
		.executeTakeFirstOrThrow();
}
