import type { z } from "zod";
import { type FlowEdge, type FlowNode, type Graph, type GraphIndex, indexGraph } from "./graph.ts";
import { plainWords } from "./plain-words.ts";

/** What the check needs to know of a node type; every type brings it (FLOW-1). */
export type NodeRules = {
	/** What the type is called in the library. */
	label: string;
	settings: z.ZodType;
	/** The ports a node may be left by, `error` apart; a switch has one for each of its cases. */
	ports(settings: Readonly<Record<string, unknown>>): readonly string[];
	/** Begins runs. Nothing leads to it, and there is one in a graph. */
	isTrigger?: boolean;
	/** Can fail, and so be left by `error`. */
	canFail?: boolean;
};

/**
 * What is wrong with a graph, in words for whoever draws it, at the node, setting or edge. `error` keeps it from being
 * published; `warning` does not.
 */
export type GraphProblem = {
	level: "error" | "warning";
	message: string;
	node?: string;
	/** Path of a setting, `cases.0.when`. */
	setting?: string;
	edge?: FlowEdge;
};

/** As many problems as one look can take in. */
const MOST_PROBLEMS = 100;

/** Checks a graph against the types of its nodes. An empty list: it can be published. */
export function checkGraph(graph: Graph, types: ReadonlyMap<string, NodeRules>): GraphProblem[] {
	const index = indexGraph(graph);
	return [
		...checkNodes(graph, types),
		...checkEdges(graph, index, types),
		...checkStart(graph, index, types),
		...checkCircles(graph, index, types),
	].slice(0, MOST_PROBLEMS);
}

function* checkNodes({ nodes }: Graph, types: ReadonlyMap<string, NodeRules>): Generator<GraphProblem> {
	const seen = new Set<string>();
	for (const node of nodes) {
		if (seen.has(node.id)) yield error(`Two steps are called ${node.id}. Give one of them another id.`, node);
		seen.add(node.id);
		const type = types.get(node.type);
		if (!type) {
			yield error(`“${node.name}” is of a type that does not exist here: ${node.type}. Remove it.`, node);
			continue;
		}
		const parsed = type.settings.safeParse(node.settings, { error: plainWords });
		for (const issue of parsed.error?.issues ?? []) {
			yield { ...error(`“${node.name}”: ${issue.message}`, node), setting: issue.path.join(".") };
		}
	}
}

function* checkEdges(graph: Graph, index: GraphIndex, types: ReadonlyMap<string, NodeRules>): Generator<GraphProblem> {
	const seen = new Set<string>();
	for (const edge of graph.edges) {
		const [from, to] = [index.nodes.get(edge.from), index.nodes.get(edge.to)];
		if (!from || !to) {
			yield { ...error(`A connection begins or ends at a step that is gone: ${from ? edge.to : edge.from}.`), edge };
			continue;
		}
		const key = `${edge.from} ${edge.port} ${edge.to}`;
		if (seen.has(key)) yield { ...error(`“${from.name}” is connected with “${to.name}” twice.`, from), edge };
		seen.add(key);
		const type = types.get(from.type);
		if (!type) continue;
		const ports = [...type.ports(from.settings), ...(type.canFail ? ["error"] : [])];
		if (!ports.includes(edge.port)) {
			yield {
				...error(`“${from.name}” cannot be left by “${edge.port}”. Connect one of: ${ports.join(", ")}.`, from),
				edge,
			};
		}
		if (types.get(to.type)?.isTrigger) {
			yield { ...error(`“${to.name}” begins the workflow: nothing can lead to it.`, to), edge };
		}
	}
}

function* checkStart(graph: Graph, index: GraphIndex, types: ReadonlyMap<string, NodeRules>): Generator<GraphProblem> {
	const triggers = graph.nodes.filter(({ type }) => types.get(type)?.isTrigger);
	const [trigger, second] = triggers;
	if (!trigger) yield error("Nothing begins this workflow. Add a trigger.");
	if (second) yield error(`“${trigger!.name}” and “${second.name}” both begin this workflow. Keep one.`, second);
	if (!trigger || second) return;
	for (const node of graph.nodes) {
		if (node.id === trigger.id || index.reaches(trigger.id, node.id)) continue;
		yield { level: "warning", message: `Nothing leads to “${node.name}”: it is never done.`, node: node.id };
	}
	for (const node of graph.nodes.filter(({ type }) => types.get(type)?.ports({}).includes("each"))) {
		if (!index.hasPort(node.id, "each")) yield error(`Nothing is done with the items of “${node.name}”.`, node);
		const both = graph.nodes.find(
			(other) =>
				other.id !== node.id &&
				withoutLoop(index, node, "each", other.id) &&
				withoutLoop(index, node, "done", other.id),
		);
		if (!both) continue;
		const message = `“${both.name}” is done for each item of “${node.name}” and once more at its end.`;
		yield { level: "warning", message, node: both.id };
	}
}

const withoutLoop = (index: GraphIndex, loop: FlowNode, port: string, to: string) =>
	index.reachesBy(loop.id, port, to) && !index.reachesBy(loop.id, port, loop.id);

/** A circle that nothing leads out of goes round until it is stopped. */
function* checkCircles(
	graph: Graph,
	index: GraphIndex,
	types: ReadonlyMap<string, NodeRules>,
): Generator<GraphProblem> {
	const seen = new Set<string>();
	for (const node of graph.nodes) {
		if (seen.has(node.id) || !index.reaches(node.id, node.id)) continue;
		const circle = graph.nodes.filter(({ id }) => index.reaches(node.id, id) && index.reaches(id, node.id));
		const ids = new Set(circle.map(({ id }) => id));
		for (const id of ids) seen.add(id);
		if (graph.edges.some(({ from, to }) => ids.has(from) && !ids.has(to))) continue;
		// A port that nothing hangs on ends its way there.
		const isOpen = ({ id, type, settings }: FlowNode) =>
			types
				.get(type)
				?.ports(settings)
				.some((port) => !index.hasPort(id, port));
		if (circle.some(isOpen)) continue;
		// The way back to a for-each ends an item: that circle ends with its items.
		if (graph.edges.some(({ from, port }) => ids.has(from) && port === "each")) continue;
		const names = circle.map(({ name }) => `“${name}”`).join(", ");
		yield error(`${names} go round in a circle that nothing leads out of. Add a way out.`, node);
	}
}

function error(message: string, node?: FlowNode): GraphProblem {
	return { level: "error", message, ...(node ? { node: node.id } : {}) };
}
