import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isRecordType, type RecordType } from "../records/schema.ts";
import { memberOf } from "./save-view.ts";

export type SavedView = {
	id: string;
	type: RecordType;
	name: string;
	query: string;
	shared: boolean;
	/** One's own may be changed; others' shared ones only be opened. */
	mine: boolean;
	/** The member's list opens with it. */
	opens: boolean;
};

/** A view of one's own or a shared one: one query. 404 for others. */
export async function getView(ctx: Ctx, id: string): Promise<SavedView> {
	authorize(ctx, "views.edit");
	const me = memberOf(ctx);
	const row = isId(id)
		? await ctx.db
				.selectFrom("saved_views as v")
				.leftJoin("default_views as d", (join) =>
					join.onRef("d.org_id", "=", "v.org_id").onRef("d.view_id", "=", "v.id").on("d.member_id", "=", me),
				)
				.select(["v.id", "v.record_type", "v.name", "v.query", "v.is_shared", "v.owner_id", "d.view_id"])
				.where("v.id", "=", id)
				.where("v.deleted_at", "is", null)
				.executeTakeFirst()
		: undefined;
	if (!row || !isRecordType(row.record_type) || !(row.is_shared || row.owner_id === me)) throw notFound("view");
	const { record_type: type, is_shared: shared, owner_id, view_id, ...view } = row;
	return { ...view, type, shared, mine: owner_id === me, opens: view_id !== null };
}
