import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { cutText } from "#app/base/words/cut-text.ts";
import { byPressing } from "#app/domain/crm/tasks/pressing-order.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { hideCustomerLinks } from "#app/domain/messaging/customer-links.ts";
import { quietHoursAt } from "#app/domain/messaging/schema.ts";
import type { Ctx } from "#db/context.ts";
import { getLead } from "./lead-queries.ts";

const EVENTS = 30;
const LINES = 5;

/** Everything the page of one lead shows. `before` is the key of an older page of its timeline. 404 for no such lead. */
export async function getLeadPage(ctx: Ctx, id: string, before?: string) {
	authorize(ctx, "leads.view");
	const lead = await getLead(ctx, id);
	const place = await findPlace(ctx, lead);
	const timeline = await listTimeline(ctx, id, isId(before) ? before : undefined);
	const lines = lead.conversationId ? await listLastLines(ctx, lead.conversationId) : [];
	return { lead, ...place, timeline, lines };
}

type Subject = { id: string; contact: { id: string }; location: { id: string }; conversationId: string | null };

/** A task about a lead, its conversation or its appointments; `dueOn` is a calendar day. */
export type LeadTask = { id: string; title: string; state: "open" | "done" | "skipped"; dueOn: string | null };

const TASKS = 10;

/** The open tasks of a lead and the last closed ones, as one JSON array. */
function tasksOf(ctx: Ctx, { id, conversationId }: Subject) {
	return sql`select coalesce(json_agg(x), '[]') from (
		select id, title, state, due_on as "dueOn" from tasks t
		where (subject_type, subject_id) in (values ('lead', ${id}::uuid), ('conversation', ${conversationId}::uuid))
			or (subject_type = 'appointment' and subject_id in (select a.id from appointments a where a.lead_id = ${id}))
		order by state = 'open' desc, completed_at desc nulls first, ${byPressing(ctx, "t")} limit ${TASKS}) x`;
}

/** The location's zone and whether it keeps quiet hours, the sequence that runs (or ran last) and the next appointment: one statement. */
async function findPlace(ctx: Ctx, lead: Subject) {
	const { rows } = await sql<{
		zone: string;
		send_window: unknown;
		settings: unknown;
		enrollment: { id: string; leadId: string; state: string; stopReason: string | null; number: number } | null;
		appointment: { id: string; title: string; startsAt: string } | null;
		order_from: string | null;
		tasks: LeadTask[];
	}>`
		select p.time_zone as zone, p.send_window, (select o.settings from organisations o where o.id = p.org_id) as settings,
			(select to_json(x) from (select e.id, e.lead_id as "leadId", e.state, e.stop_reason as "stopReason", v.number
				from enrollments e join sequence_versions v on v.org_id = e.org_id and v.id = e.sequence_version_id
				where e.contact_id = ${lead.contact.id} and e.location_id = p.id
					and (e.lead_id = ${lead.id} or e.state in ('running', 'paused'))
				order by e.state in ('running', 'paused') desc, e.id desc limit 1) x) as enrollment,
			(select to_json(x) from (select a.id, a.title, a.starts_at as "startsAt" from appointments a
				where a.contact_id = ${lead.contact.id} and a.state = 'booked' and a.ends_at > ${ctx.now}
				order by a.starts_at limit 1) x) as appointment,
			(select k.name from leads l join shop_connections k on k.org_id = l.org_id and k.id = l.connection_id
				where l.id = ${lead.id}) as order_from,
			(${tasksOf(ctx, lead)}) as tasks
		from locations p where p.id = ${lead.location.id}`.execute(ctx.db);
	const [row] = rows;
	if (!row) throw notFound("lead");
	return {
		zone: row.zone,
		keepsQuietHours: quietHoursAt(row.send_window, row.settings) !== null,
		enrollment: row.enrollment,
		appointment: row.appointment,
		orderFrom: row.order_from,
		tasks: row.tasks,
	};
}

/** What happened to a lead, newest first: its own events and those of what hangs on it. */
async function listTimeline(ctx: Ctx, leadId: string, before: string | undefined) {
	const edge = before ? sql`and id < ${before}` : sql``;
	const part = (
		subject: "subject" | "parent",
	) => sql`(select id, at, name, actor_kind, actor_name, changes, data from events
		where ${sql.ref(`${subject}_type`)} = 'lead' and ${sql.ref(`${subject}_id`)} = ${leadId} ${edge}
		order by id desc limit ${EVENTS + 1})`;
	const { rows } = await sql<{
		id: string;
		at: Date;
		name: string;
		actor_kind: string;
		actor_name: string;
		changes: Record<string, [unknown, unknown]>;
		data: Record<string, unknown>;
	}>`select * from (${part("subject")} union all ${part("parent")}) e order by id desc limit ${EVENTS + 1}`.execute(
		ctx.db,
	);
	const events = rows.slice(0, EVENTS).map((row) => ({
		id: row.id,
		at: row.at.toISOString(),
		name: row.name,
		who: row.actor_name,
		isPerson: row.actor_kind === "member",
		changes: row.changes as Record<string, [string | null, string | null]>,
		data: row.data as Record<string, string | number | null>,
	}));
	return { events, older: rows.length > EVENTS ? (events.at(-1)?.id ?? null) : null };
}

/** The last lines of the conversation, oldest of them first. */
async function listLastLines(ctx: Ctx, conversationId: string) {
	const rows = await ctx.db
		.selectFrom("messages")
		.select(["id", "channel", "direction", "author_name", "body_text", "created_at", "state", "state_reason"])
		.where("conversation_id", "=", conversationId)
		.orderBy("id", "desc")
		.limit(LINES)
		.execute();
	return rows.reverse().map((row) => ({
		id: row.id,
		channel: row.channel,
		isInbound: row.direction === "in",
		who: row.author_name,
		text: cutText(hideCustomerLinks(row.body_text), 280),
		state: row.state,
		reason: row.state_reason,
		at: row.created_at.toISOString(),
	}));
}
