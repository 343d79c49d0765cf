import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { firstIdAt } from "#app/domain/workflows/definitions/workflow-queries.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";

export const FIGURE_DAYS = 30;
/** The newest so many runs are counted, and the steps of the newest so many ended ones timed. */
export const MOST_COUNTED = 10_000;
export const MOST_TIMED = 1_000;

/** How one node did. Milliseconds from its beginning to its end, waits included. */
export type NodeFigures = {
	node: string;
	/** As the published version, or the draft, calls it; one that is gone as an earlier version did. */
	name: string;
	done: number;
	failed: number;
	medianMs: number;
	p95Ms: number;
	/** The newest failure of it among the timed runs. */
	lastError: string | null;
};

/** A workflow's last 30 days, runs on trial left out (FLOW-5). */
export type WorkflowFigures = {
	workflow: { id: string; name: string };
	runs: number;
	/** Whether there were more runs than are counted. */
	isMore: boolean;
	succeeded: number;
	failed: number;
	cancelled: number;
	going: number;
	/** Of those that succeeded or failed, between 0 and 1; null where none did. */
	successRate: number | null;
	/** From the beginning to the end of runs that succeeded; null where none did. */
	medianMs: number | null;
	p95Ms: number | null;
	timedRuns: number;
	nodes: NodeFigures[];
	/** The node at which most runs failed, and the newest of those failures. */
	failing: { node: string; name: string; runs: number; error: string; runId: string; at: string } | null;
};

type Row = {
	name: string;
	graph: Graph;
	counts: Pick<WorkflowFigures, "runs" | "succeeded" | "failed" | "cancelled" | "going" | "medianMs" | "p95Ms">;
	timed_runs: number;
	nodes: Omit<NodeFigures, "name">[];
	failing: Omit<NonNullable<WorkflowFigures["failing"]>, "name"> | null;
};

/** How a workflow did in the last 30 days, by node (FLOW-5): one query over the newest runs by their index. 404. */
export async function getWorkflowFigures(ctx: Ctx, workflowId: string): Promise<WorkflowFigures> {
	authorize(ctx, "workflows.view");
	const { rows } = isId(workflowId) ? await figuresQuery(ctx, workflowId).execute(ctx.db) : { rows: [] };
	const row = rows[0];
	if (!row) throw notFound("workflow");
	const now = new Map(row.graph.nodes.map(({ id, name }) => [id, name]));
	const shown = [...row.nodes.map(({ node }) => node), ...(row.failing ? [row.failing.node] : [])];
	const gone = [...new Set(shown)].filter((node) => !now.has(node));
	const before = await earlierNames(ctx, workflowId, gone);
	const nameOf = (node: string) => now.get(node) ?? (before.has(node) ? `${before.get(node)} (removed)` : node);
	const order = new Map(row.graph.nodes.map(({ id }, at) => [id, at]));
	const place = ({ node }: { node: string }) => order.get(node) ?? order.size;
	const { runs, succeeded, failed } = row.counts;
	return {
		workflow: { id: workflowId, name: row.name },
		...row.counts,
		runs: Math.min(runs, MOST_COUNTED),
		isMore: runs > MOST_COUNTED,
		successRate: succeeded + failed > 0 ? succeeded / (succeeded + failed) : null,
		timedRuns: row.timed_runs,
		nodes: row.nodes.map((node) => ({ ...node, name: nameOf(node.node) })).sort((a, b) => place(a) - place(b)),
		failing: row.failing && { ...row.failing, name: nameOf(row.failing.node) },
	};
}

/** As many versions back are looked through; for what even those lack, the versions that its own runs followed. */
const MOST_VERSIONS = 50;

/** What steps that are gone were called in the newest version that had them. */
async function earlierNames(ctx: Ctx, workflowId: string, nodes: readonly string[]): Promise<Map<string, string>> {
	if (nodes.length === 0) return new Map();
	const { rows } = await sql<{ id: string; name: string }>`
		select distinct on (node->>'id') node->>'id' as id, node->>'name' as name
		from (select number, graph from workflow_versions where org_id = ${ctx.org} and workflow_id = ${workflowId}
			order by number desc limit ${MOST_VERSIONS}) v
		cross join jsonb_array_elements(v.graph->'nodes') as node
		where node->>'id' = any(${nodes}) order by node->>'id', v.number desc`.execute(ctx.db);
	const names = new Map(rows.map(({ id, name }) => [id, name]));
	const older = nodes.filter((node) => !names.has(node));
	if (older.length > 0) for (const [id, name] of await namesInRuns(ctx, workflowId, older)) names.set(id, name);
	return names;
}

/** What steps were called in the newest run that came to them, of those that are counted. */
async function namesInRuns(ctx: Ctx, workflowId: string, nodes: readonly string[]): Promise<[string, string][]> {
	const since = new Date(ctx.now.getTime() - FIGURE_DAYS * 86_400_000);
	const { rows } = await sql<{ id: string; name: string }>`
		with recent as materialized (
			select id, version_number, error_node from workflow_runs
			where org_id = ${ctx.org} and workflow_id = ${workflowId} and id >= ${firstIdAt(since)}::uuid and not is_dry
			order by id desc limit ${MOST_COUNTED}
		), met as (
			select error_node as node, version_number from recent where error_node = any(${nodes})
			union
			select s.node, r.version_number from (select * from recent order by id desc limit ${MOST_TIMED}) r
			join workflow_steps s on s.org_id = ${ctx.org} and s.run_id = r.id where s.node = any(${nodes})
		), newest as (select node, max(version_number) as number from met group by node)
		select n.node as id, drawn ->> 'name' as name from newest n
		join workflow_versions v on v.org_id = ${ctx.org} and v.workflow_id = ${workflowId} and v.number = n.number
		cross join jsonb_array_elements(v.graph -> 'nodes') as drawn where drawn ->> 'id' = n.node`.execute(ctx.db);
	return rows.map(({ id, name }) => [id, name]);
}

const MS = (from: string, to: string) => sql.raw(`extract(epoch from ${to} - ${from}) * 1000`);

function figuresQuery(ctx: Ctx, workflowId: string) {
	const since = new Date(ctx.now.getTime() - FIGURE_DAYS * 86_400_000);
	return sql<Row>`
		with recent as materialized (
			select id, state, error, error_node, created_at, ended_at from workflow_runs
			where org_id = ${ctx.org} and workflow_id = ${workflowId} and id >= ${firstIdAt(since)}::uuid
				and created_at >= ${since} and not is_dry
			order by id desc limit ${MOST_COUNTED + 1}
		), newest as materialized (
			select id from recent where ended_at is not null order by id desc limit ${MOST_TIMED}
		), timed as (
			select s.node, s.state, s.error, s.ended_at, ${MS("s.began_at", "s.ended_at")} as ms
			from newest n join workflow_steps s on s.org_id = ${ctx.org} and s.run_id = n.id
			where s.state in ('done', 'failed') and not s.from_record and s.ended_at is not null
		), by_node as (
			select node, count(*) filter (where state = 'done')::int as done, count(*) filter (where state = 'failed')::int as failed,
				round(percentile_cont(0.5) within group (order by ms))::float8 as "medianMs",
				round(percentile_cont(0.95) within group (order by ms))::float8 as "p95Ms",
				(array_agg(left(error, 500) order by ended_at desc) filter (where state = 'failed'))[1] as "lastError"
			from timed group by node
		), failing as (
			select error_node as node, count(*)::int as runs, (array_agg(left(coalesce(error, ''), 500) order by id desc))[1] as error,
				(array_agg(id order by id desc))[1] as "runId", max(ended_at) as at
			from recent where state = 'failed' and error_node is not null
			group by error_node order by count(*) desc, max(ended_at) desc limit 1
		)
		select w.name, coalesce(v.graph, w.draft) as graph,
			(select json_build_object('runs', count(*)::int, 'succeeded', count(*) filter (where state = 'succeeded')::int,
				'failed', count(*) filter (where state = 'failed')::int, 'cancelled', count(*) filter (where state = 'cancelled')::int,
				'going', count(*) filter (where ended_at is null)::int,
				'medianMs', round(percentile_cont(0.5) within group (order by ${MS("created_at", "ended_at")})
					filter (where state = 'succeeded'))::float8,
				'p95Ms', round(percentile_cont(0.95) within group (order by ${MS("created_at", "ended_at")})
					filter (where state = 'succeeded'))::float8) from recent) as counts,
			(select count(*)::int from newest) as timed_runs,
			(select coalesce(json_agg(by_node), '[]') from by_node) as nodes,
			(select row_to_json(failing) from failing) as failing
		from workflows w
		left join workflow_versions v on v.org_id = w.org_id and v.workflow_id = w.id and v.number = w.published
		where w.org_id = ${ctx.org} and w.id = ${workflowId}`;
}
