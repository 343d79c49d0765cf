import { invalid } from "#app/base/errors.ts";
import { rolesThatMay } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

type Assignee = { member_id: string | null; agent_id: string | null };

/**
 * One table of tasks for people and agents: whose id it is decides the column. 422 for nobody here, and for a member who
 * may not work on tasks; whoever has it already (`now`) keeps it, whatever they may do since.
 */
export async function assigneeOf(ctx: Ctx, id: string | null, now?: Assignee): Promise<Assignee> {
	if (id === null) return { member_id: null, agent_id: null };
	const member = await ctx.db
		.selectFrom("memberships")
		.select(["name", "role"])
		.where("id", "=", id)
		.executeTakeFirst();
	if (member) {
		const mayWork = (rolesThatMay("tasks.edit") as string[]).includes(member.role);
		if (!mayWork && now?.member_id !== id)
			throw refused(`${member.name} only looks on. Choose somebody who may work on tasks.`);
		return { member_id: id, agent_id: null };
	}
	const agent = await ctx.db.selectFrom("agents").select("id").where("id", "=", id).executeTakeFirst();
	if (!agent) throw invalid("Nobody of that name works here.", { assignedTo: ["Choose a member or an agent."] });
	return { member_id: null, agent_id: id };
}

const refused = (message: string) => invalid(message, { assignedTo: [message] });
