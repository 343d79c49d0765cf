import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize, outranks, rolesThatMay } from "#app/domain/identity/policy.ts";
import { APPROVAL_ROLES, type ApprovalState } from "#app/domain/workflows/approvals/schema.ts";
import type { Ctx } from "#db/context.ts";
import { type KeptJson, keptJson } from "./get-run.ts";
import { nameRunSubjects, type RunSubject, runSubject } from "./run-list.ts";

/** An approval in a list. `isMine`: it waits for the reader's own yes or no. */
export type ApprovalRow = {
	id: string;
	title: string;
	state: ApprovalState;
	workflow: { id: string; name: string };
	runId: string;
	/** So many yes of those that are needed. */
	given: number;
	needed: number;
	isMine: boolean;
	createdAt: Date;
	dueAt: Date | null;
	decidedAt: Date | null;
};

const PAGE = 50;

/**
 * What runs ask people: open ones, those that wait for the reader first, then the longest asked; or decided ones, newest
 * first (FLOW-1). An open one whose time is up, or that its run no longer waits for, is left out.
 */
export async function listApprovals(
	ctx: Ctx,
	{ state, after }: { state: "open" | "decided"; after?: string | undefined },
): Promise<{ data: ApprovalRow[]; next: string | null }> {
	authorize(ctx, "approvals.view");
	const key = after === undefined ? undefined : readKey(after);
	if (key === null) return { data: [], next: null };
	const { rows } =
		state === "open" ? await openQuery(ctx, key).execute(ctx.db) : await closedQuery(ctx, key).execute(ctx.db);
	const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
	return { data: rows.slice(0, PAGE), next: last ? `${last.isMine ? "mine" : "other"}_${last.id}` : null };
}

/** An approval that waits for the reader, as their day shows it. */
export type WaitingApproval = { id: string; title: string; workflow: string; dueAt: string | null };

/**
 * Within another query: the longest asked approvals that wait for the reader's own yes or no, as JSON (`WaitingApproval[]`).
 */
export function approvalsForMe(ctx: Ctx, most: number) {
	return sql`select coalesce(json_agg(json_build_object('id', a.id, 'title', a.title, 'workflow', w.name, 'dueAt', a.due_at)
			order by a.id), '[]')
		from (select a.* from approvals a where a.org_id = ${ctx.org} and ${isMine(ctx)} and (a.due_at is null or a.due_at > ${ctx.now})
			and exists (select from workflow_steps s where s.org_id = a.org_id and s.run_id = a.run_id and s.id = a.step_id
				and s.state = 'waiting') order by a.id limit ${most}) a
		join workflow_runs r on r.org_id = a.org_id and r.id = a.run_id
		join workflows w on w.org_id = r.org_id and w.id = r.workflow_id`;
}

type Key = { isMine: boolean; id: string };

/** Whether it waits for the one who reads. */
function isMine({ actor }: Ctx) {
	if (actor.kind !== "member") return sql`false`;
	const roles = APPROVAL_ROLES.filter((role) => outranks(actor.role, role));
	return sql`(a.state = 'open'
		and case when cardinality(a.approver_ids) > 0 then ${actor.id}::uuid = any(a.approver_ids)
			else a.least_role = any(${roles}::text[]) end
		and not exists (select from approval_votes v where v.org_id = a.org_id and v.approval_id = a.id and v.member_id = ${actor.id}))`;
}

/** Whether the vote `v` counts: once decided every one that was given, before that those of members who may decide now. */
const COUNTS = sql`(a.state <> 'open' or exists (select from memberships m where m.org_id = v.org_id and m.id = v.member_id
	and m.role = any(${rolesThatMay("approvals.decide")}::text[])
	and case when cardinality(a.approver_ids) > 0 then m.id = any(a.approver_ids)
		else m.role = any(case a.least_role ${sql.join(
			APPROVAL_ROLES.map(
				(least) => sql`when ${least} then ${APPROVAL_ROLES.filter((role) => outranks(role, least))}::text[]`,
			),
			sql` `,
		)} end) end))`;

const COLUMNS = sql`a.id, a.title, a.state, a.run_id as "runId",
	(select json_build_object('id', w.id, 'name', w.name) from workflow_runs r
		join workflows w on w.org_id = r.org_id and w.id = r.workflow_id
		where r.org_id = a.org_id and r.id = a.run_id) as workflow,
	(select count(*)::int from approval_votes v where v.org_id = a.org_id and v.approval_id = a.id and v.is_yes
		and ${COUNTS}) as given,
	a.needed, a.created_at as "createdAt", a.due_at as "dueAt", a.decided_at as "decidedAt"`;

// Which ones are a page's is settled before anything is read beside them.
const openQuery = (ctx: Ctx, key: Key | undefined) => sql<ApprovalRow>`
	select ${COLUMNS}, a."isMine" from (
		select * from (
			select a.*, ${isMine(ctx)} as "isMine" from approvals a
			where a.org_id = ${ctx.org} and a.state = 'open' and (a.due_at is null or a.due_at > ${ctx.now})
				and exists (select from workflow_steps s where s.org_id = a.org_id and s.run_id = a.run_id and s.id = a.step_id
					and s.state = 'waiting')) a
		${key ? sql`where (not "isMine", id) > (${!key.isMine}::boolean, ${key.id}::uuid)` : sql``}
		order by not "isMine", id limit ${PAGE + 1}) a
	order by not "isMine", id`;

const closedQuery = (ctx: Ctx, key: Key | undefined) => sql<ApprovalRow>`
	select ${COLUMNS}, false as "isMine" from (
		select * from approvals a
		where a.org_id = ${ctx.org} and a.state <> 'open' ${key ? sql`and a.id < ${key.id}::uuid` : sql``}
		order by a.id desc limit ${PAGE + 1}) a
	order by a.id desc`;

function readKey(text: string): Key | null {
	const [whose, id] = text.split("_");
	return (whose === "mine" || whose === "other") && isId(id) ? { isMine: whose === "mine", id } : null;
}

/** An approval as whoever decides reads it. */
export type ApprovalDetail = ApprovalRow & {
	details: string;
	/** Members who may decide; empty: whoever has `leastRole`. */
	approvers: { id: string; name: string }[];
	leastRole: string;
	votes: { member: string; isMine: boolean; isYes: boolean; note: string; at: string }[];
	subject: RunSubject | null;
	/** What may be changed before it is decided, as it stands, and as it was first; null where nothing may. */
	text: { now: string; original: string; version: number; changedBy: string | null; changedAt: Date | null } | null;
	/** The message that its run began with. */
	message: { id: string; from: string; channel: string; subject: string; text: string } | null;
	/** What its run began with, and what the last steps before it made: the newest first. */
	trigger: KeptJson;
	made: { node: string; output: KeptJson }[];
	/** Whether the run still waits for the answer. */
	isAwaited: boolean;
	version: number;
};

type DetailRow = Omit<ApprovalDetail, "subject"> & { subject_type: string | null; subject_id: string | null };

/** So many of the steps before an approval stand beside it. */
const MOST_MADE = 6;
/** Of the message that its run began with, so many characters. */
const MOST_MESSAGE = 40_000;
/** Of what each made, so many characters. */
const MOST_TEXT = 8_000;

/** One approval with its votes and the data beside it (FLOW-1). 404. One query; a second where it is about a record. */
export async function getApproval(ctx: Ctx, id: string): Promise<ApprovalDetail> {
	authorize(ctx, "approvals.view");
	const me = ctx.actor.kind === "member" ? ctx.actor.id : null;
	const { rows } = isId(id)
		? await sql<DetailRow>`
			select ${COLUMNS}, ${isMine(ctx)} as "isMine", a.details, a.least_role as "leastRole", r.subject_type, r.subject_id,
				r.version_number as version, ${keptJson("r.trigger")} as trigger,
				case when a.text is not null then json_build_object('now', a.text, 'original', a.original_text,
					'version', a.text_version, 'changedBy', a.text_changed_by, 'changedAt', a.text_changed_at) end as text,
				(select json_build_object('id', m.id, 'from', m.author_name, 'channel', m.channel, 'subject', m.subject,
					'text', left(m.body_text, ${MOST_MESSAGE})) from messages m
					where r.subject_type = 'message' and m.org_id = r.org_id and m.id = r.subject_id) as message,
				exists (select from workflow_steps s where s.org_id = a.org_id and s.run_id = a.run_id and s.id = a.step_id
					and s.state = 'waiting') and (a.due_at is null or a.due_at > ${ctx.now}) as "isAwaited",
				(select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name) order by m.name), '[]')
					from memberships m where m.org_id = a.org_id and m.id = any(a.approver_ids)) as approvers,
				(select coalesce(json_agg(json_build_object('member', m.name, 'isMine', coalesce(m.id = ${me}::uuid, false), 'isYes', v.is_yes,
					'note', v.note, 'at', v.at) order by v.at), '[]') from approval_votes v
					join memberships m on m.org_id = v.org_id and m.id = v.member_id
					where v.org_id = a.org_id and v.approval_id = a.id) as votes,
				(select coalesce(json_agg(made), '[]') from (
					select s.node, ${keptJson("s.output", MOST_TEXT)} as output from workflow_steps s
					where s.org_id = a.org_id and s.run_id = a.run_id and s.state = 'done' and s.output is not null
						and s.output not in ('{}', 'null') and s.ended_at <= a.created_at
					order by s.ended_at desc, s.id desc limit ${MOST_MADE}) made) as made
			from approvals a join workflow_runs r on r.org_id = a.org_id and r.id = a.run_id
			where a.org_id = ${ctx.org} and a.id = ${id}`.execute(ctx.db)
		: { rows: [] };
	if (!rows[0]) throw notFound("approval");
	const { subject_type, subject_id, ...row } = rows[0];
	const names = await nameRunSubjects(ctx, subject_id ? [subject_id] : []);
	return { ...row, subject: runSubject({ subject_type, subject_id }, names) };
}
