import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { nameRunSubjects, type RunSubject, runSubject } from "./run-list.ts";

/** JSON that may be cut: `text` is its beginning where `isWhole` is false; `bytes` is all of it. */
export type KeptJson = { text: string; bytes: number; isWhole: boolean };

/** A run with what stands around it. `state` and instants are as they are now. */
export type RunDetail = {
	id: string;
	workflow: { id: string; name: string; isTrashed: boolean; published: number | null };
	version: number;
	state: RunState;
	isDry: boolean;
	subject: RunSubject | null;
	trigger: KeptJson;
	output: KeptJson | null;
	error: string | null;
	/** The node that it failed at. */
	errorNode: string | null;
	startedBy: string;
	createdAt: Date;
	endedAt: Date | null;
	stepsBegun: number;
	/** The run whose step began this one, and the run that this one replays. */
	parent: { id: string; workflow: string } | null;
	replayOf: string | null;
	repeatsEffects: boolean;
	/** Runs that its steps began and wait for, the newest first, some fifty. */
	children: { id: string; stepId: string; workflow: string; state: RunState }[];
	/** The version that it follows. */
	graph: Graph;
};

/** Of what a run began with and made, so many characters. */
const MOST_TEXT = 8_000;
const MOST_CHILDREN = 50;

type Row = {
	workflow_id: string;
	workflow: { name: string; isTrashed: boolean; published: number | null };
	version_number: number;
	state: RunState;
	is_dry: boolean;
	subject_type: string | null;
	subject_id: string | null;
	trigger: KeptJson;
	output: KeptJson | null;
	error: string | null;
	error_node: string | null;
	started_by: string;
	created_at: Date;
	ended_at: Date | null;
	steps_begun: number;
	parent: RunDetail["parent"];
	replay_of: string | null;
	repeats_effects: boolean;
	children: RunDetail["children"];
	graph: Graph;
};

/** One run with its version's graph, without its steps (FLOW-3). 404. One query; a second where it is about a record. */
export async function getRun(ctx: Ctx, id: string): Promise<RunDetail> {
	authorize(ctx, "workflows.view");
	const { rows } = isId(id) ? await runQuery(ctx.org, id).execute(ctx.db) : { rows: [] };
	const row = rows[0];
	if (!row) throw notFound("run");
	const names = await nameRunSubjects(ctx, row.subject_id ? [row.subject_id] : []);
	return {
		id,
		workflow: { id: row.workflow_id, ...row.workflow },
		version: row.version_number,
		state: row.state,
		isDry: row.is_dry,
		subject: runSubject(row, names),
		...{ trigger: row.trigger, output: row.output, error: row.error, errorNode: row.error_node },
		...{ startedBy: row.started_by, createdAt: row.created_at, endedAt: row.ended_at, stepsBegun: row.steps_begun },
		...{ parent: row.parent, replayOf: row.replay_of, repeatsEffects: row.repeats_effects, children: row.children },
		graph: row.graph,
	};
}

const runQuery = (org: string, id: string) => sql<Row>`
	select r.workflow_id, r.version_number, v.graph, r.state, r.is_dry, r.subject_type, r.subject_id, r.error, r.error_node, r.started_by,
		r.created_at, r.ended_at, r.steps_begun, r.replay_of, r.repeats_effects,
		json_build_object('name', w.name, 'isTrashed', w.deleted_at is not null, 'published', w.published) as workflow,
		${keptJson("r.trigger")} as trigger, ${keptJson("r.output")} as output,
		(select json_build_object('id', p.id, 'workflow', pw.name) from workflow_runs p
			join workflows pw on pw.org_id = p.org_id and pw.id = p.workflow_id
			where p.org_id = r.org_id and p.id = r.parent_run_id) as parent,
		(select coalesce(json_agg(c), '[]') from (
			select c.id, c.parent_step_id as "stepId", cw.name as workflow, c.state from workflow_runs c
			join workflows cw on cw.org_id = c.org_id and cw.id = c.workflow_id
			where c.org_id = r.org_id and c.parent_run_id = r.id order by c.id desc limit ${MOST_CHILDREN}) c) as children
	from workflow_runs r join workflows w on w.org_id = r.org_id and w.id = r.workflow_id
	join workflow_versions v on v.org_id = r.org_id and v.workflow_id = r.workflow_id and v.number = r.version_number
	where r.org_id = ${org} and r.id = ${id}`;

/** A jsonb column as `KeptJson`; null stays null. */
export function keptJson(column: string, most = MOST_TEXT) {
	const text = sql.raw(`${column}::text`);
	return sql`case when ${sql.raw(column)} is not null then json_build_object('text', left(${text}, ${most}),
		'bytes', octet_length(${text}), 'isWhole', length(${text}) <= ${most}) end`;
}
