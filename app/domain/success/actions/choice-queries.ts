import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { OwnAction } from "./own-actions.ts";

/** What a play's forms offer: the organisation's own actions, and to whom it can be escalated. One query. */
export type PlayChoices = { own: OwnAction[]; members: { id: string; name: string }[] };

/** Members who may work on plays, the managers among them first; 300 at most. */
export async function listPlayChoices(ctx: Ctx): Promise<PlayChoices> {
	authorize(ctx, "success.view");
	const { rows } = await sql<PlayChoices>`
		select (select coalesce(json_agg(json_build_object('id', a.id, 'label', a.label, 'act', a.act, 'days', a.days,
				'memberId', a.member_id) order by a.label), '[]') from success_actions a
				where a.org_id = ${ctx.org} and a.deleted_at is null) as own,
			(select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name) order by m.rank, m.name), '[]') from (
				select id, name, case when role in ('manager', 'admin', 'owner') then 0 else 1 end as rank from memberships
				where org_id = ${ctx.org} and role <> 'viewer' order by rank, name limit 300) m) as members`.execute(ctx.db);
	return rows[0]!;
}
