import { sql } from "kysely";
import { authorize, rolesThatMay } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type MemberChoice = { id: string; name: string };

/** Members who may do something, by name; 300 at most. */
export async function listMemberChoices(ctx: Ctx): Promise<MemberChoice[]> {
	authorize(ctx, "success.view");
	const { rows } = await sql<MemberChoice>`select id, name from memberships
		where org_id = ${ctx.org} and role <> 'viewer' order by name, id limit 300`.execute(ctx.db);
	return rows;
}

/** Whether a member of this organisation may approve a price, however many members there are. */
export async function mayApprove(ctx: Ctx, memberId: string): Promise<boolean> {
	const row = await ctx.db
		.selectFrom("memberships")
		.select("id")
		.where("id", "=", memberId)
		.where("role", "in", rolesThatMay("artifacts.approve"))
		.executeTakeFirst();
	return row !== undefined;
}
