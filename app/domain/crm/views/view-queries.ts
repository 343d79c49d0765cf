import { type RawBuilder, sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isListKind, type ListKind } from "../records/schema.ts";
import { memberOf } from "./keep-view.ts";

export type SavedView = {
	id: string;
	type: ListKind;
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
	if (!row || !isListKind(row.record_type) || !(row.is_shared || row.owner_id === me)) throw notFound("view");
	const { record_type: type, is_shared: shared, owner_id, view_id, ...view } = row;
	return { ...view, type, shared, mine: owner_id === me, opens: view_id !== null };
}

/** A view as a list's tabs show it. */
export type ViewTab = { id: string; name: string; query: string; shared: boolean; mine: boolean; version: number };

/** The views that a member has of a list, and the one it opens with, as columns `views` and `"opensWith"` of a select. */
export function viewsAround(ctx: Ctx, type: ListKind): RawBuilder<{ views: ViewTab[]; opensWith: string | null }> {
	const me = ctx.actor.kind === "member" ? ctx.actor.id : null;
	return sql`(select coalesce(json_agg(row_to_json(x)), '[]') from (
			select v.id, v.name, v.query, v.is_shared as shared, v.owner_id = ${me}::uuid as mine, v.version from saved_views v
			where v.record_type = ${type} and v.deleted_at is null and (v.is_shared or v.owner_id = ${me}::uuid)
			order by v.position, v.id limit 50) x) as views,
		(select d.view_id from default_views d join saved_views v on v.org_id = d.org_id and v.id = d.view_id
			where d.member_id = ${me}::uuid and d.record_type = ${type} and v.deleted_at is null) as "opensWith"`;
}

/** A view as it is found by its name. */
export type FoundView = { id: string; type: ListKind; name: string; query: string; shared: boolean };

/** One's own and shared views by a part of their names, or called nearly so; a firm has few of them. One query. */
export async function findViews(ctx: Ctx, typed: string, most: number): Promise<FoundView[]> {
	authorize(ctx, "search.view");
	const q = typed.replaceAll("\0", "").trim().toLowerCase().slice(0, 100);
	const me = ctx.actor.kind === "member" ? ctx.actor.id : null;
	if (q.length < 2 || !me) return [];
	const { rows } = await sql<FoundView & { type: string }>`
		select x.id, x.type, x.name, x.query, x.shared from (
			select v.id, v.record_type as type, v.name, v.query, v.is_shared as shared, strpos(lower(v.name), ${q}) > 0 as named,
				word_similarity(${q}, lower(v.name)) as likeness
			from saved_views v where v.deleted_at is null and (v.is_shared or v.owner_id = ${me}::uuid)) x
		where x.named or (${q.length >= 4} and x.likeness >= 0.5)
		order by x.named desc, x.likeness desc, x.id limit ${most}`.execute(ctx.db);
	return rows.filter(({ type }) => isListKind(type));
}
