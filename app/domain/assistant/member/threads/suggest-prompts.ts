import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { memberOf } from "./lock-thread.ts";

type Facts = { leads: boolean; overdue: boolean; today: boolean; deal: string | null; person: string | null };

/** What a member may want to ask now, by what is due: up to five, in one query. */
export async function suggestPrompts(ctx: Ctx): Promise<string[]> {
	authorize(ctx, "assistant.use");
	const me = await memberOf(ctx);
	const { rows } = await sql<Facts>`select
		exists (select from leads where org_id = ${ctx.org} and state = 'new') as leads,
		exists (select from tasks where org_id = ${ctx.org} and state = 'open' and member_id = ${me} and agent_id is null
			and due_on is not null and list_on < (${ctx.now}::timestamptz)::date) as overdue,
		exists (select from appointments where org_id = ${ctx.org} and state = 'booked' and starts_at >= ${ctx.now}
			and starts_at < ${ctx.now}::timestamptz + interval '24 hours') as today,
		(select name from deals where org_id = ${ctx.org} and deleted_at is null and closed_at is null and owner_id = ${me}
			order by stage_at limit 1) as deal,
		(select nullif(btrim(c.first_name || ' ' || c.last_name), '') from leads l join contacts c on c.org_id = l.org_id and c.id = l.contact_id
			where l.org_id = ${ctx.org} order by l.id desc limit 1) as person`.execute(ctx.db);
	const facts = rows[0];
	return [
		facts?.leads ? "Show pending intakes" : null,
		facts?.overdue ? "What is overdue?" : "What is due today?",
		facts?.today ? "Appointments today" : "Appointments this week",
		facts?.person ? `Find ${facts.person}` : null,
		facts?.deal ? `Find ${facts.deal}` : "Which deals are open?",
		"Remind me to check the held messages tomorrow",
	]
		.filter((prompt): prompt is string => prompt !== null)
		.slice(0, 5);
}
