import { type RawBuilder, sql } from "kysely";
import type { PlayAct } from "#app/domain/success/actions/schema.ts";

/** Something that was done in a play. `title`: of the step, the artifact or the action; `words`: a reason or an outcome. */
export type PastEntry = {
	kind: "begun" | "step" | "questions" | "action" | "returned" | "artifact" | "completed";
	at: string;
	by: string;
	title: string;
	words: string;
	/** Where a play that was put off comes back. */
	until: string | null;
	/** To whom it was given. */
	member: string | null;
	/** Of an action: what it did. */
	act: PlayAct | null;
	/** Of an action on a step alone: the step. */
	step: string | null;
	/** The artifact that was made. */
	artifactId: string | null;
};

export type PastMessage = {
	id: string;
	author: "member" | "assistant";
	name: string;
	body: string;
	source: string;
	at: string;
};

/** What was said within a step, whatever became of it. */
export type Conversation = { stepId: string; title: string; messages: PastMessage[] };

export type PlayPast = { entries: PastEntry[]; conversations: Conversation[] };

const MOST_MESSAGES = 1_000;

/** What was typed in a step that ended without it, field by field; "" for nothing. Of `guided_threads t`. */
const unsent = sql`coalesce((select string_agg(line, e'\\n' order by place) from (
	select v.place, coalesce((select s.input -> 'fields' -> (v.place - 1)::int ->> 'name' from workflow_steps s
		where s.org_id = t.org_id and s.run_id = t.run_id and s.id = t.step_id) || ': ', '') || v.value as line
	from jsonb_array_elements_text(coalesce(t.draft -> 'values', '[]')) with ordinality v(value, place) where v.value <> ''
	union all select 1000, 'A question: ' || (t.draft ->> 'text') where coalesce(t.draft ->> 'text', '') <> '') lines), '')`;

/**
 * What was done in a play from its begin to its outcome, the newest first, and all that was said in its steps: of the run
 * that it has and of those it had before (SUCCESS-5). A value for the query that reads the play.
 */
export function pastOf(org: string, playId: string): RawBuilder<PlayPast> {
	return sql`(
		with told as materialized (
			select e.* from events e where e.org_id = ${org} and e.subject_type = 'play' and e.subject_id = ${playId}
				and e.name in ('play.begun', 'play.returned', 'play.completed')
		),
		runs as materialized (
			select (t.data ->> 'run')::uuid as id from told t where t.name = 'play.begun'
			union select run_id from plays where org_id = ${org} and id = ${playId} and run_id is not null
		),
		said as materialized (
			(select t.step_id, t.title, m.id, m.author, m.author_name, m.body, m.source, m.at
			from guided_threads t join guided_messages m on m.org_id = t.org_id and m.thread_id = t.id
			where t.org_id = ${org} and t.run_id in (select id from runs) order by m.id desc limit ${MOST_MESSAGES})
			union all
			select t.step_id, t.title, t.id, 'assistant', 'Typed and not sent', ${unsent}, 'action', coalesce(t.ended_at, t.started_at)
			from guided_threads t where t.org_id = ${org} and t.run_id in (select id from runs) and t.state <> 'open'
				and t.draft <> '{}' and ${unsent} <> ''
		),
		entries as (
			select case t.name when 'play.begun' then 'begun' when 'play.returned' then 'returned' else 'completed' end as kind,
				t.at, t.actor_name as by, '' as title, coalesce(t.data ->> 'outcome', '') as words, null::timestamptz as until,
				null as member, null as act, null as step, null::uuid as "artifactId" from told t
			union all select 'step', s.ended_at, coalesce(s.output ->> 'by', ''), s.input ->> 'title',
				case when s.output ->> 'outcome' = 'skipped' then 'skipped' else '' end, null, null, null, null, null
				from workflow_steps s where s.org_id = ${org} and s.run_id in (select id from runs) and s.state = 'done'
					and s.input ? 'fields' and s.ended_at is not null
					and not exists (select 1 from play_actions x where x.org_id = s.org_id and x.step_id = s.id)
			union all select 'questions', max(at), string_agg(distinct author_name, ', '), title, count(*)::text, null, null, null, null, null
				from said where author = 'member' group by step_id, title
			union all select 'action', x.at, x.by_name, x.label, x.reason, x.until, m.name, x.act,
				(select s.input ->> 'title' from workflow_steps s where s.org_id = x.org_id and s.run_id = x.run_id and s.id = x.step_id),
				null from play_actions x left join memberships m on m.org_id = x.org_id and m.id = x.member_id
				where x.org_id = ${org} and x.play_id = ${playId}
			union all select 'artifact', a.created_at, a.created_by, a.title, '', null, null, null, null, a.id
				from artifacts a where a.org_id = ${org} and a.play_id = ${playId} and a.deleted_at is null
		)
		select json_build_object('entries', (select coalesce(json_agg(e order by e.at desc), '[]') from entries e),
			'conversations', (select coalesce(json_agg(json_build_object('stepId', c.step_id, 'title', c.title, 'messages', c.messages)
					order by c.first), '[]')
				from (select step_id, title, min(id::text) as first, json_agg(json_build_object('id', id, 'author', author,
						'name', author_name, 'body', body, 'source', source, 'at', at) order by at, id) as messages
					from said group by step_id, title) c)))`;
}
