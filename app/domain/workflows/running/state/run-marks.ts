import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { versionGraph } from "./version-graphs.ts";

/** How one step of the drawing stands in a run: how often it is in each state, and its last error. */
export type NodeMarks = { states: Record<string, number>; error: string | null };

/** A run as its drawing shows it (FLOW-2): the graph that it follows, and how it stands at each step. */
export type RunMarks = {
	id: string;
	state: RunState;
	version: number;
	isDry: boolean;
	error: string | null;
	errorNode: string | null;
	graph: Graph;
	nodes: Record<string, NodeMarks>;
};

/** Reads how a run of this workflow stands, step by step of its version's graph. 404 for a run of another workflow. */
export async function readRunMarks(ctx: Ctx, workflowId: string, runId: string): Promise<RunMarks> {
	authorize(ctx, "workflows.view");
	const run = await ctx.db
		.selectFrom("workflow_runs")
		.select(["state", "version_number", "is_dry", "error", "error_node"])
		.where("id", "=", runId)
		.where("workflow_id", "=", workflowId)
		.executeTakeFirst();
	if (!run) throw notFound("run");
	const { graph } = await versionGraph(ctx, workflowId, run.version_number);
	const { rows } = await sql<{ node: string; state: string; count: number; error: string | null }>`
		select node, state, count(*)::integer as count, (array_agg(error order by id desc) filter (where error is not null))[1] as error
		from workflow_steps where org_id = ${ctx.org} and run_id = ${runId} group by node, state`.execute(ctx.db);
	const nodes: Record<string, NodeMarks> = {};
	for (const { node, state, count, error } of rows) {
		const marks = nodes[node] ?? { states: {}, error: null };
		nodes[node] = { states: { ...marks.states, [state]: count }, error: error ?? marks.error };
	}
	return {
		id: runId,
		state: run.state,
		version: run.version_number,
		isDry: run.is_dry,
		error: run.error,
		errorNode: run.error_node,
		graph,
		nodes,
	};
}
