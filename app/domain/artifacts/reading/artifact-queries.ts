import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { strangeParties } from "#app/domain/artifacts/contract/strange-parties.ts";
import type { Content } from "#app/domain/artifacts/schema.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type ArtifactListed = {
	id: string;
	kind: string;
	title: string;
	version: number;
	accountId: string | null;
	account: string | null;
	playId: string | null;
	runId: string | null;
	stepId: string | null;
	createdBy: string;
	createdAt: Date;
	updatedAt: Date;
	/** Of the newest version, where its kind asks a manager. */
	approval: ApprovalState | null;
	/** Of a contract whose file is not read: how far that is. */
	fileState: "waiting" | "reading" | "failed" | null;
};

export type ApprovalState = "waiting" | "approved" | "rejected";

export type Approval = {
	state: ApprovalState;
	reasons: string[];
	askedBy: string;
	/** The member; null: asked before this was kept, or by none. */
	askedById: string | null;
	askedAt: string;
	taskId: string | null;
	/** Whether somebody's task asks for it still. */
	isAsked: boolean;
	by: string | null;
	at: string | null;
	note: string;
};

/** A task that a line is, as it stands now. */
export type LinkedTask = {
	item: string;
	taskId: string;
	title: string;
	state: "open" | "done" | "skipped" | "trashed";
	dueOn: string | null;
	assignee: string | null;
};

export type ArtifactShown = Omit<ArtifactListed, "approval" | "fileState"> & {
	metadata: Content;
	/** The version shown: the newest, unless another was asked for. */
	number: number;
	content: Content;
	note: string;
	savedBy: string;
	savedAt: Date;
	tasks: LinkedTask[];
	/** Of the version shown. */
	approval: Approval | null;
	/** What the play's step is called in which it was made. */
	step: string | null;
	/** Of a contract whose file is not read: how far that is, and why it could not be. */
	reading: {
		contractId: string;
		state: "waiting" | "reading" | "failed";
		reason: string | null;
		/** Another try would say the same. */
		neverReads: boolean;
	} | null;
	/** Of a contract that was read: its parties, where none of them looks like the account. */
	strangers: string[];
};

export type ArtifactAsked = {
	accountId?: string | undefined;
	playId?: string | undefined;
	runId?: string | undefined;
	stepId?: string | undefined;
	kind?: string | undefined;
	/** The id that the page before ended with. */
	after?: string | undefined;
	limit?: number;
};

const COLUMNS = sql`a.id, a.kind, a.title, a.version, a.account_id as "accountId", c.name as account, a.play_id as "playId",
	a.run_id as "runId", a.step_id as "stepId", a.created_by as "createdBy", a.created_at as "createdAt",
	a.updated_at as "updatedAt"`;

/** Artifacts of an account, a play, a run or its step, or all of them, the newest first, by key: one query. */
export async function listArtifacts(
	ctx: Ctx,
	{ accountId, playId, runId, stepId, kind, after, limit = 50 }: ArtifactAsked,
): Promise<{ data: ArtifactListed[]; next: string | null }> {
	authorize(ctx, "success.view");
	const { rows } = await sql<ArtifactListed>`
		select ${COLUMNS}, p.state as approval, (select f.state from contract_files f
			where f.org_id = a.org_id and f.artifact_id = a.id and f.state <> 'done' limit 1) as "fileState"
		from artifacts a
		left join accounts c on c.org_id = a.org_id and c.id = a.account_id
		left join artifact_approvals p on p.org_id = a.org_id and p.artifact_id = a.id and p.number = a.version
		where a.org_id = ${ctx.org} and a.deleted_at is null
			${accountId ? sql`and a.account_id = ${accountId}` : sql``}
			${playId ? sql`and a.play_id = ${playId}` : sql``}
			${runId ? sql`and a.run_id = ${runId}` : sql``}
			${stepId ? sql`and a.step_id = ${stepId}` : sql``}
			${kind ? sql`and a.kind = ${kind}` : sql``}
			${after ? sql`and a.id < ${after}` : sql``}
		order by a.id desc limit ${limit + 1}`.execute(ctx.db);
	const data = rows.slice(0, limit);
	return { data, next: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/**
 * An artifact with what its newest version holds, or `number`, its lines that are tasks as they stand now, and what a
 * manager said of that version: one query. 404 for none here, a removed one, or no such version.
 */
export async function getArtifact(ctx: Ctx, id: string, number?: number): Promise<ArtifactShown> {
	authorize(ctx, "success.view");
	if (!isId(id)) throw notFound("artifact");
	const { rows } = await sql<ArtifactShown & { own: string }>`
		select ${COLUMNS}, o.name as own, a.metadata, v.number, v.content, v.note, v.saved_by as "savedBy", v.saved_at as "savedAt",
			(select coalesce(json_agg(json_build_object('item', l.item, 'taskId', t.id, 'title', t.title, 'state', t.state,
					'dueOn', t.due_on, 'assignee', coalesce(m.name, g.name)) order by l.linked_at, l.item), '[]')
				from artifact_tasks l join tasks t on t.org_id = l.org_id and t.id = l.task_id
				left join memberships m on m.org_id = t.org_id and m.id = t.member_id
				left join agents g on g.org_id = t.org_id and g.id = t.agent_id
				where l.org_id = a.org_id and l.artifact_id = a.id) as tasks,
			(select json_build_object('state', p.state, 'reasons', p.reasons, 'askedBy', p.asked_by, 'askedById', p.asked_by_id, 'askedAt', p.asked_at,
					'taskId', p.task_id, 'isAsked', exists (select 1 from tasks t where t.org_id = p.org_id and t.id = p.task_id
						and t.state = 'open'), 'by', p.decided_by, 'at', p.decided_at, 'note', p.note)
				from artifact_approvals p
				where p.org_id = a.org_id and p.artifact_id = a.id and p.number = v.number) as approval,
			(select s.input ->> 'title' from workflow_steps s
				where s.org_id = a.org_id and s.run_id = a.run_id and s.id = a.step_id) as step,
			(select json_build_object('contractId', f.id, 'state', f.state, 'reason', f.reason, 'neverReads', f.never_reads)
				from contract_files f
				where f.org_id = a.org_id and f.artifact_id = a.id and f.state <> 'done' limit 1) as reading
		from artifacts a
		join artifact_versions v on v.org_id = a.org_id and v.artifact_id = a.id
			and v.number = ${number === undefined ? sql`a.version` : sql`${number}::integer`}
		join organisations o on o.id = a.org_id
		left join accounts c on c.org_id = a.org_id and c.id = a.account_id
		where a.org_id = ${ctx.org} and a.id = ${id} and a.deleted_at is null`.execute(ctx.db);
	const [row] = rows;
	if (!row) throw notFound("artifact");
	const { own, ...shown } = row;
	const strangers = shown.kind === "contract_analysis" ? strangeParties(shown.content, { ...shown, own }) : [];
	return { ...shown, strangers, approval: shown.approval && { ...shown.approval, ...instantsOf(shown.approval) } };
}

/** Instants out of JSON as they leave: RFC 3339 in UTC. */
const instantsOf = ({ askedAt, at }: Approval) => ({
	askedAt: new Date(askedAt).toISOString(),
	at: at && new Date(at).toISOString(),
});

export type VersionListed = {
	number: number;
	note: string;
	savedBy: string;
	savedAt: Date;
	approval: ApprovalState | null;
};

/** An artifact's versions, the newest first, from `before` on; a hundred a page. 404 for none here or a removed one. */
export async function listVersions(
	ctx: Ctx,
	id: string,
	{ before, limit = 100 }: { before?: number | undefined; limit?: number } = {},
): Promise<{ data: VersionListed[]; next: number | null }> {
	authorize(ctx, "success.view");
	if (!isId(id)) throw notFound("artifact");
	const { rows } = await sql<VersionListed>`
		select v.number, v.note, v.saved_by as "savedBy", v.saved_at as "savedAt", p.state as approval
		from artifacts a join artifact_versions v on v.org_id = a.org_id and v.artifact_id = a.id
		left join artifact_approvals p on p.org_id = v.org_id and p.artifact_id = v.artifact_id and p.number = v.number
		where a.org_id = ${ctx.org} and a.id = ${id} and a.deleted_at is null
			${before === undefined ? sql`` : sql`and v.number < ${before}`}
		order by v.number desc limit ${limit + 1}`.execute(ctx.db);
	if (rows.length === 0 && before === undefined) throw notFound("artifact");
	const data = rows.slice(0, limit);
	return { data, next: rows.length > limit ? (data.at(-1)?.number ?? null) : null };
}
