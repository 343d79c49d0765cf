import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize, rolesThatMay } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../records/columns.ts";
import { namedOffer, type Offer } from "../records/reads/offers.ts";
import { awaitedDecision } from "./awaited-decision.ts";
import type { TaskPriority, TaskState } from "./schema.ts";

/** One task as its page shows it. Instants are ISO texts, `dueOn` a calendar day. */
export type TaskView = {
	id: string;
	version: number;
	title: string;
	detail: string;
	kind: string;
	state: TaskState;
	priority: TaskPriority;
	dueOn: string | null;
	createdAt: string;
	completedAt: string | null;
	deletedAt: string | null;
	assignee: { id: string; name: string; isAgent: boolean } | null;
	/** What it is about, where that has a page or a name. */
	subject: { type: string; id: string; name: string | null } | null;
	contact: { id: string; name: string; email: string | null; phone: string | null } | null;
	lead: { id: string; title: string } | null;
	conversationId: string | null;
	/** The artifact that waits for the decision which closes this task. */
	decides: string | null;
};

/** Who a task can be given to; whoever has it is always among them. */
export type Assignees = { members: Offer; agents: Offer };

/** A task with what it is about and who could take it: one query. 404 for no such task. */
export async function getTask(ctx: Ctx, id: string): Promise<TaskView & Assignees> {
	authorize(ctx, "tasks.view");
	const { rows } = isId(id) ? await taskStatement(id).execute(ctx.db) : { rows: [] };
	const [row] = rows;
	if (!row) throw notFound("task");
	const { first_name, last_name, email, phone } = row;
	const assigneeId = row.member_id ?? row.agent_id;
	return {
		id: row.id,
		version: row.version,
		title: row.title,
		detail: row.detail,
		kind: row.kind,
		state: row.state,
		priority: row.priority,
		dueOn: row.due_on,
		createdAt: row.created_at.toISOString(),
		completedAt: row.completed_at?.toISOString() ?? null,
		deletedAt: row.deleted_at?.toISOString() ?? null,
		assignee: assigneeId
			? { id: assigneeId, name: row.assignee_name ?? "Somebody who left", isAgent: row.agent_id !== null }
			: null,
		subject:
			row.subject_type && row.subject_id
				? { type: row.subject_type, id: row.subject_id, name: row.subject_name }
				: null,
		contact: row.contact_id
			? {
					id: row.contact_id,
					name: `${first_name ?? ""} ${last_name ?? ""}`.trim() || email || phone || "No name",
					email,
					phone,
				}
			: null,
		lead: row.lead_id ? { id: row.lead_id, title: row.lead_title ?? "" } : null,
		conversationId: row.conversation_id,
		decides: row.decides,
		...row.people,
	};
}

type TaskRow = {
	id: string;
	version: number;
	title: string;
	detail: string;
	kind: string;
	state: TaskState;
	priority: TaskPriority;
	due_on: string | null;
	created_at: Date;
	completed_at: Date | null;
	deleted_at: Date | null;
	member_id: string | null;
	agent_id: string | null;
	assignee_name: string | null;
	subject_type: string | null;
	subject_id: string | null;
	subject_name: string | null;
	contact_id: string | null;
	first_name: string | null;
	last_name: string | null;
	email: string | null;
	phone: string | null;
	lead_id: string | null;
	lead_title: string | null;
	conversation_id: string | null;
	decides: string | null;
	people: Assignees;
};

function taskStatement(id: string) {
	return sql<TaskRow>`select t.id, t.version, t.title, t.detail, t.kind, t.state, t.priority, t.due_on, t.created_at,
			t.completed_at, t.deleted_at, t.member_id, t.agent_id, coalesce(m.name, a.name) as assignee_name, t.subject_type, t.subject_id,
			coalesce(l.title, p.title, k.name, w.name, j.name, case when s.id is not null then ${recordName("contact", "s")} end)
				as subject_name,
			x.id as contact_id, x.first_name, x.last_name, x.email, x.phone, d.id as lead_id, d.title as lead_title,
			coalesce(c.id, d.conversation_id) as conversation_id, ${people(sql`= t.member_id`, sql`= t.agent_id`)} as people,
			${awaitedDecision} as decides
		from tasks t
		left join memberships m on m.org_id = t.org_id and m.id = t.member_id
		left join agents a on a.org_id = t.org_id and a.id = t.agent_id
		left join leads l on l.org_id = t.org_id and t.subject_type = 'lead' and l.id = t.subject_id
		left join conversations c on c.org_id = t.org_id and t.subject_type = 'conversation' and c.id = t.subject_id
		left join appointments p on p.org_id = t.org_id and t.subject_type = 'appointment' and p.id = t.subject_id
		left join accounts k on k.org_id = t.org_id and t.subject_type = 'account' and k.id = t.subject_id
		left join deals w on w.org_id = t.org_id and t.subject_type = 'deal' and w.id = t.subject_id
		left join projects j on j.org_id = t.org_id and t.subject_type = 'project' and j.id = t.subject_id
		left join contacts s on s.org_id = t.org_id and t.subject_type = 'contact' and s.id = t.subject_id
		left join contacts x on x.org_id = t.org_id
			and x.id = coalesce(case when t.subject_type = 'contact' then t.subject_id end, l.contact_id, c.contact_id, p.contact_id)
		left join lateral (select e.id, e.title, e.conversation_id from leads e
			where e.org_id = t.org_id and (e.id = coalesce(l.id, p.lead_id) or e.conversation_id = c.id)
			order by e.id desc limit 1) d on true
		where t.id = ${id}`;
}

/** `isGiven`: those who may be given a task, rather than all who may have one. */
function people(
	member: RawBuilder<unknown> | null,
	agent: RawBuilder<unknown> | null,
	isGiven = true,
): RawBuilder<Assignees> {
	const roles = isGiven ? rolesThatMay("tasks.edit") : undefined;
	return sql<Assignees>`json_build_object('members', ${namedOffer("memberships", member, roles)},
		'agents', ${namedOffer("agents", agent)})`;
}

/** Who a task can be given to, members and agents by name; `kept` are among them. With `all` who may have one, of old too. */
export async function listAssignees(ctx: Ctx, kept: readonly string[] = [], { all = false } = {}): Promise<Assignees> {
	authorize(ctx, "tasks.view");
	const among = kept.length > 0 ? sql`= any(${kept}::uuid[])` : null;
	const { rows } = await sql<{ people: Assignees }>`select ${people(among, among, !all)} as people`.execute(ctx.db);
	return rows[0]!.people;
}

/** Something that happened to a task, or because of it. `at` is an ISO text. */
export type TaskEvent = {
	id: string;
	at: string;
	name: string;
	who: string;
	changes: Record<string, [string | null, string | null]>;
	because: string | null;
};

const HISTORY = 50;

/** What happened to a task, newest first: one query. */
export async function listTaskEvents(ctx: Ctx, id: string): Promise<TaskEvent[]> {
	authorize(ctx, "tasks.view");
	const rows = await ctx.db
		.selectFrom("events")
		.select(["id", "at", "name", "actor_name", "changes", "data"])
		.where("subject_type", "=", "task")
		.where("subject_id", "=", id)
		.orderBy("id", "desc")
		.limit(HISTORY)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		at: row.at.toISOString(),
		name: row.name,
		who: row.actor_name,
		changes: Changes.parse(row.changes),
		because: Because.parse(row.data).because,
	}));
}

const word = z.string().nullable().catch(null);
const Changes = z.record(z.string(), z.tuple([word, word])).catch({});
const Because = z.object({ because: word }).catch({ because: null });
