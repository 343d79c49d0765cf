import { invalid } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";

/** One table of tasks for people and agents: whose id it is decides the column. 422 for nobody here. */
export async function assigneeOf(
	ctx: Ctx,
	id: string | null,
): Promise<{ member_id: string | null; agent_id: string | null }> {
	if (id === null) return { member_id: null, agent_id: null };
	const member = await ctx.db.selectFrom("memberships").select("id").where("id", "=", id).executeTakeFirst();
	if (member) return { member_id: id, agent_id: null };
	const agent = await ctx.db.selectFrom("agents").select("id").where("id", "=", id).executeTakeFirst();
	if (!agent) throw invalid("Nobody of that name works here.", { assignedTo: ["Choose a member or an agent."] });
	return { member_id: null, agent_id: id };
}
