import { type RawBuilder, sql } from "kysely";
import { newId, type OrgId } from "#app/base/ids.ts";
import { Together } from "#app/base/together.ts";
import { begunEvent, type Start } from "#app/domain/workflows/running/starting/start-runs.ts";
import { jsonText } from "#db/client.ts";
import { type Scope, writeOnce } from "#db/context.ts";
import { KEPT } from "#db/dialects/reading.ts";

/** How long a run is its process's own before another looks after it. */
const LEASE_MS = 60_000;

const EVENT = "workflow.run-begun";

type Beginning = {
	id: string;
	workflowId: string;
	/** The version that was looked at. */
	number: number;
	start: Start;
	steps: readonly { id: string; node: string; scope: string; state: string; port: string | null }[];
	scope: Scope;
	now: Date;
};

/**
 * Begins runs that come at the same time in one statement: each with its first steps and its event. False for one whose
 * workflow is off, follows another version by now, has limits, or whose beginning somebody follows.
 */
export const beginnings = new Together<Beginning, boolean>(async (lot, org) => {
	const rows = await writeOnce({ org: org as OrgId }, beginStatement(org as OrgId, lot));
	const begun = new Set(rows.map(({ id }) => id));
	return lot.map(({ id }) => begun.has(id));
});

function beginStatement(org: OrgId, lot: readonly Beginning[]): RawBuilder<{ id: string }> {
	const runs = lot.map((beginning) => {
		const { id, workflowId, number, start, steps, scope, now } = beginning;
		return {
			org_id: org,
			id,
			workflow_id: workflowId,
			number,
			trigger: start.trigger,
			subject_type: start.subject?.type,
			subject_id: start.subject?.id,
			started_by: scope.actor.name,
			now,
			lease_until: new Date(now.getTime() + LEASE_MS),
			steps,
			event: eventOf(beginning),
		};
	});
	return sql<{ id: string }>`${sql.raw(KEPT)}
		with given as materialized (
			select * from jsonb_to_recordset(${jsonText(runs)}::jsonb) as r(org_id uuid, id uuid, workflow_id uuid, number integer, trigger jsonb,
				subject_type text, subject_id uuid, started_by text, now timestamptz, lease_until timestamptz, steps jsonb,
				event jsonb)
			-- What it says of each lets the planner expect few (see save-turn.ts).
			where r.org_id = ${org}
		), run as (
			insert into workflow_runs (org_id, id, workflow_id, version_number, state, trigger, subject_type, subject_id,
				steps_begun, started_by, created_at, lease_until)
			select w.org_id, r.id, w.id, r.number, 'running', r.trigger, r.subject_type, r.subject_id,
				jsonb_array_length(r.steps), r.started_by, r.now, r.lease_until
			from given r join workflows w on w.org_id = r.org_id and w.id = r.workflow_id
			where w.is_on and w.published = r.number and w.deleted_at is null
				and not exists (select from workflow_triggers where org_id = ${org} and event_name = ${EVENT})
				and not exists (select from workflow_steps where org_id = ${org} and state = 'waiting' and wait_event = ${EVENT})
				and w.key_expression = '' and w.most_running is null and w.most_per_key is null and w.most_per_minute is null
			returning org_id, id
		), step as (
			insert into workflow_steps (org_id, run_id, id, node, scope, state, output, port, began_at, ended_at)
			select run.org_id, run.id, s.id, s.node, s.scope, s.state, case when s.state = 'done' then g.trigger end, s.port, g.now,
				case when s.state = 'done' then g.now end
			from run join given g on g.id = run.id,
				jsonb_to_recordset(g.steps) as s(id uuid, node text, scope text, state text, port text)
		), event as (
			insert into events (org_id, id, at, name, actor_kind, actor_id, actor_name, subject_type, subject_id, data, ip, user_agent,
				request_id)
			select run.org_id, e.id, g.now, ${EVENT}, e.actor_kind, e.actor_id, e.actor_name, e.subject_type, e.subject_id, e.data,
				e.ip, e.user_agent, e.request_id
			from run join given g on g.id = run.id,
				jsonb_to_record(g.event) as e(id uuid, actor_kind text, actor_id uuid, actor_name text, subject_type text,
					subject_id uuid, data jsonb, ip inet, user_agent text, request_id text)
		)
		select id from run`;
}

function eventOf({ id, workflowId, number, scope }: Beginning) {
	const { subject, data } = begunEvent(workflowId, number, { id });
	const { actor } = scope;
	return {
		id: newId(),
		actor_kind: actor.kind,
		actor_id: "id" in actor ? actor.id : undefined,
		actor_name: actor.name,
		subject_type: subject.type,
		subject_id: subject.id,
		data,
		ip: scope.ip,
		user_agent: scope.userAgent?.slice(0, 400),
		request_id: scope.requestId,
	};
}
