import { notFound } from "#app/base/errors.ts";
import { stepsRead } from "#app/domain/workflows/rules/expressions.ts";
import { type Graph, type GraphIndex, indexGraph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";

/** A version's graph, ready to be followed. */
export type VersionGraph = {
	graph: Graph;
	index: GraphIndex;
	/** Steps whose outputs some expression of the graph reads; only these are looked up. */
	read: readonly string[];
	/** Whether some step may ask people, whose questions fall with the run. */
	asksPeople: boolean;
	/** The node that begins it. */
	trigger: string;
};

const kept = new Map<string, VersionGraph>();
const MOST_KEPT = 500;

/** Versions never change, so each is read and indexed once in a process. Throws 404. */
export async function versionGraph(ctx: Ctx, workflowId: string, number: number): Promise<VersionGraph> {
	const key = `${ctx.org}:${workflowId}:${number}`;
	const known = kept.get(key);
	if (known) return known;
	const row = await ctx.db
		.selectFrom("workflow_versions")
		.select("graph")
		.where("workflow_id", "=", workflowId)
		.where("number", "=", number)
		.executeTakeFirst();
	if (!row) throw notFound("version of this workflow");
	const made = prepareGraph(row.graph as unknown as Graph);
	if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
	kept.set(key, made);
	return made;
}

/** Makes a graph ready to be followed, a draft's too. Its trigger is the node that nothing leads to and that is one. */
export function prepareGraph(graph: Graph): VersionGraph {
	const reached = new Set(graph.edges.map(({ to }) => to));
	const trigger = graph.nodes.find(({ id, type }) => !reached.has(id) && TRIGGERS.test(type));
	return {
		graph,
		index: indexGraph(graph),
		read: [...new Set(stepsRead(JSON.stringify(graph.nodes.map(({ settings }) => settings))))],
		asksPeople: graph.nodes.some(({ type }) => type === "approval" || type === "guided"),
		trigger: trigger?.id ?? "",
	};
}

const TRIGGERS = /^(?:manual|on_)/;
