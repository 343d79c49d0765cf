import type { ExpressionData } from "#app/domain/workflows/rules/expressions.ts";
import type { FlowNode, Graph, GraphIndex } from "#app/domain/workflows/rules/graph.ts";

/** Something that can stand in an expression: how it is written, where it comes from, and a value of it on sample data. */
export type Variable = { expression: string; from: string; sample: string };

const MOST = 60;
const DEEPEST = 4;
const MOST_SAMPLE = 60;

/**
 * What a step's expressions can read, on sample data: what the run began with, the outputs of the steps that can have been
 * done before it, and within a loop its item. `nodes` have their samples in `data`.
 */
export function variablesOf(graph: Graph, index: GraphIndex, node: FlowNode, data: ExpressionData): Variable[] {
	const before = graph.nodes.filter(
		({ id }) => id !== node.id && index.reaches(id, node.id) && data.steps[id] !== undefined,
	);
	const inLoop = graph.nodes.some(({ id, type }) => type === "for_each" && index.reachesBy(id, "each", node.id));
	const all = [
		...leaves("trigger", data.trigger, "What began it"),
		...before.flatMap(({ id, name }) => leaves(`steps.${id}`, data.steps[id], name)),
		...(inLoop ? [...leaves("item", data.item ?? null, "The loop"), ...leaves("index", 0, "The loop")] : []),
		{ expression: "now", from: "The moment of the step", sample: data.now.toISOString() },
	];
	return all.slice(0, MOST);
}

function leaves(path: string, value: unknown, from: string, depth = 0): Variable[] {
	if (value === null || typeof value !== "object" || Array.isArray(value) || depth === DEEPEST) {
		return [{ expression: path, from, sample: sampleText(value) }];
	}
	const entries = Object.entries(value);
	if (entries.length === 0) return [{ expression: path, from, sample: "{}" }];
	return entries.flatMap(([key, one]) =>
		leaves(/^[a-zA-Z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`, one, from, depth + 1),
	);
}

function sampleText(value: unknown): string {
	const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
	return text.length > MOST_SAMPLE ? `${text.slice(0, MOST_SAMPLE)}…` : text;
}
