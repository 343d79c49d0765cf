import { type RawBuilder, sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { PlayStage, PlayState, PlayType, PriorityPart } from "#app/domain/success/schema.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { type PlayPast, pastOf } from "./play-past.ts";
import {
	type Drawn,
	type PlayArtifact,
	type PlayDoing,
	type PlayNow,
	type PlayStep,
	progressOf,
	type Reached,
} from "./play-progress.ts";

export type PlayAction = {
	id: string;
	act: string;
	label: string;
	reason: string;
	until: string | null;
	member: string | null;
	by: string;
	at: string;
	returnedAt: string | null;
};

export type PlayShown = {
	id: string;
	accountId: string;
	type: PlayType;
	stage: PlayStage;
	state: PlayState;
	memberId: string | null;
	member: string | null;
	escalatedTo: string | null;
	priority: number;
	breakdown: Record<string, PriorityPart>;
	runId: string | null;
	runState: RunState | null;
	workflow: { id: string; name: string } | null;
	dueAt: Date | null;
	outcome: string | null;
	note: string;
	closeReason: string | null;
	/** The play of its kind that the account has now, where the rules closed this one. */
	successorId: string | null;
	openedAt: Date;
	closedAt: Date | null;
	steps: PlayStep[];
	/** The step that waits for somebody, with its settings. */
	now: PlayNow | null;
	/** What the run does by itself, where nothing waits for somebody. */
	doing: PlayDoing | null;
	/** Why the run failed. */
	runError: string | null;
	/** What was made in the play, but in none of its steps. */
	made: PlayArtifact[];
	actions: PlayAction[];
};

type Row = Omit<PlayShown, "steps" | "now" | "doing"> & { drawn: Drawn[] | null; reached: Reached[] | null };

/** A play with its run's steps and its actions, in one query. 404 for none here. */
export function getPlay(ctx: Ctx, playId: string): Promise<PlayShown> {
	return readPlay(ctx, playId, sql``);
}

/** As `getPlay`, with what was done and said in it. One query. */
export function getPlayWithPast(ctx: Ctx, playId: string): Promise<PlayShown & { past: PlayPast }> {
	return readPlay(ctx, playId, sql`, ${pastOf(ctx.org, playId)} as past`);
}

async function readPlay<More extends object>(
	ctx: Ctx,
	playId: string,
	more: RawBuilder<unknown>,
): Promise<PlayShown & More> {
	authorize(ctx, "success.view");
	if (!isId(playId)) throw notFound("play");
	const { rows } = await sql<Row & More>`
		select p.id, p.account_id as "accountId", p.type, p.stage, p.state, p.member_id as "memberId", m.name as member,
			e.name as "escalatedTo", p.priority, p.breakdown, p.run_id as "runId", r.state as "runState", r.error as "runError",
			case when w.id is not null then json_build_object('id', w.id, 'name', w.name) end as workflow,
			p.due_at as "dueAt", p.outcome, p.note, p.close_reason as "closeReason", p.opened_at as "openedAt",
			p.closed_at as "closedAt",
			case when p.state = 'closed' then (select s.id from plays s where s.org_id = p.org_id and s.account_id = p.account_id
				and s.type = p.type and s.closed_at is null limit 1) end as "successorId",
			(select json_agg(json_build_object('id', n ->> 'id', 'name', n ->> 'name', 'title', n -> 'settings' ->> 'title',
					'isGuided', n ->> 'type' = 'guided')
					order by (n ->> 'x')::float8, (n ->> 'y')::float8)
				from workflow_versions v cross join jsonb_array_elements(v.graph -> 'nodes') n
				where v.org_id = p.org_id and v.workflow_id = r.workflow_id and v.number = r.version_number) as drawn,
			(select json_agg(json_build_object('id', s.id, 'node', s.node, 'state', s.state, 'input', s.input, 'output', s.output,
					'began', s.began_at, 'ended', s.ended_at, 'busyUntil', s.busy_until, 'waitsFor', s.wait_kind, 'wakeAt', s.wake_at,
					'error', s.error, 'draft', (select t.draft from guided_threads t where t.org_id = s.org_id and t.run_id = s.run_id
						and t.step_id = s.id and t.state = 'open')) order by s.began_at, s.id)
				from workflow_steps s where s.org_id = p.org_id and s.run_id = p.run_id) as reached,
			(select coalesce(json_agg(json_build_object('id', x.id, 'act', x.act, 'label', x.label, 'reason', x.reason, 'until', x.until,
					'member', xm.name, 'by', x.by_name, 'at', x.at, 'returnedAt', x.returned_at) order by x.at desc, x.id desc), '[]')
				from play_actions x left join memberships xm on xm.org_id = x.org_id and xm.id = x.member_id
				where x.org_id = p.org_id and x.play_id = p.id) as actions,
			(select coalesce(json_agg(json_build_object('id', a.id, 'kind', a.kind, 'title', a.title, 'stepId', a.step_id,
					'reading', (select f.state from contract_files f
						where f.org_id = a.org_id and f.artifact_id = a.id and f.state <> 'done' limit 1),
					'parties', (select jsonb_path_query_array(v.content, '$.findings[*] ? (@.term == "party").value.name')
						from artifact_versions v where a.kind = 'contract_analysis' and v.org_id = a.org_id and v.artifact_id = a.id
							and v.number = a.version and v.content ->> 'contractId' is not null)) order by a.id), '[]')
				from artifacts a where a.org_id = p.org_id and a.play_id = p.id and a.deleted_at is null) as made${more}
		from plays p
		left join workflow_runs r on r.org_id = p.org_id and r.id = p.run_id
		left join workflows w on w.org_id = r.org_id and w.id = r.workflow_id
		left join memberships m on m.org_id = p.org_id and m.id = p.member_id
		left join memberships e on e.org_id = p.org_id and e.id = p.escalated_to
		where p.org_id = ${ctx.org} and p.id = ${playId}`.execute(ctx.db);
	const [row] = rows;
	if (!row) throw notFound("play");
	const { drawn, reached, made, ...play } = row;
	const isOver = play.closedAt !== null;
	const progress = progressOf({ drawn: drawn ?? [], reached: reached ?? [], made, isOver, now: ctx.now });
	return { ...play, ...progress } as PlayShown & More;
}
