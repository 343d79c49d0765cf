import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type MemberChoice = { id: string; name: string; mayApprove: boolean };

/** Members who may do something, by name, and whether they may approve a price; 300 at most. */
export async function listMemberChoices(ctx: Ctx): Promise<MemberChoice[]> {
	authorize(ctx, "success.view");
	const { rows } = await sql<MemberChoice>`
		select id, name, role in ('manager', 'admin', 'owner') as "mayApprove" from memberships
		where org_id = ${ctx.org} and role <> 'viewer' order by name, id limit 300`.execute(ctx.db);
	return rows;
}
