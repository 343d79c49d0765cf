import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import { type FlowNode, type Graph, type GraphIndex, indexGraph } from "#app/domain/workflows/rules/graph.ts";
import { type Reading, readingsOf } from "#app/domain/workflows/rules/references.ts";
import { type ExpressionIn, expressionsIn } from "./expressions-in.ts";
import { missingIn, sampleOf, triggerOf, triggerShape } from "./samples.ts";

/**
 * What expressions read and never can (FLOW-2): a step that is gone or comes later, an output that a step does not have, an
 * event where there is none. As warnings: the way that reads it may never be gone. What others send is open, and is not judged.
 */
export function referenceProblems(graph: Graph): GraphProblem[] {
	const index = indexGraph(graph);
	const trigger = triggerOf(graph);
	return graph.nodes.flatMap((node) => {
		const said = new Set<string>();
		return expressionsIn(node).flatMap((one) =>
			readingsOf(one.expression).flatMap((reading): GraphProblem[] => {
				const words = problemOf({ graph, index, trigger, node }, one, reading);
				const key = `${one.setting} ${words}`;
				if (words === null || said.has(key)) return [];
				said.add(key);
				return [{ level: "warning", message: `“${node.name}”: ${words}`, node: node.id, setting: one.setting }];
			}),
		);
	});
}

type Around = { graph: Graph; index: GraphIndex; trigger: FlowNode | undefined; node: FlowNode };

function problemOf(around: Around, { isHole }: ExpressionIn, reading: Reading): string | null {
	switch (reading.root) {
		case "event":
			return eventProblem(around, isHole);
		case "steps":
			return stepProblem(around, reading);
		case "trigger":
			return around.trigger ? triggerProblem(around.trigger, reading) : null;
		default:
			return loopProblem(around, reading.root);
	}
}

/** Filters of triggers and of waits judge an event; nothing else does. */
function eventProblem({ node, trigger }: Around, isHole: boolean): string | null {
	const type = typeOf(node);
	const begins = trigger ? (typeOf(trigger)?.sample as { event?: unknown } | undefined) : undefined;
	const judges = !isHole && (type?.isTrigger ? begins?.event !== undefined : node.type.startsWith("wait"));
	if (judges) return null;
	return begins?.event
		? "there is no event here. Write trigger.event."
		: "there is no event here. What began the run is called trigger.";
}

function stepProblem({ graph, index, node }: Around, { path, isSure }: Reading): string | null {
	const [id, ...rest] = path;
	if (id === undefined || !isSure) return null;
	const step = index.nodes.get(id);
	if (!step)
		return `there is no step “${id}”${known(graph.nodes.filter((one) => one.id !== node.id).map((one) => one.id))}`;
	if (!index.reaches(id, node.id)) return `the step “${id}” is not done before this one.`;
	if (rest[0] === "error") return null;
	const shape = typeOf(step)?.isTrigger ? triggerShape(step) : sampleOf(step);
	const missing = missingIn(shape, rest);
	return missing === null ? null : `steps.${id} has no “${missing}”${known(keysBefore(shape, rest, missing))}`;
}

function triggerProblem(trigger: FlowNode, { path, isSure }: Reading): string | null {
	const shape = triggerShape(trigger);
	const missing = isSure ? missingIn(shape, path) : null;
	return missing === null ? null : `what begins the run has no “${missing}”${known(keysBefore(shape, path, missing))}`;
}

function loopProblem({ graph, index, node }: Around, root: string): string | null {
	const isInLoop = graph.nodes.some((one) => one.type === "for_each" && index.reachesBy(one.id, "each", node.id));
	return isInLoop ? null : `there is no ${root} here: only steps within a “For each” have one.`;
}

/** The words that stand where one was missing. */
function keysBefore(shape: unknown, path: readonly string[], missing: string): string[] {
	const before = path.slice(0, path.indexOf(missing));
	const there = before.reduce<unknown>((here, key) => (here as Record<string, unknown>)[key], shape);
	return Object.keys(there as object);
}

const known = (names: readonly string[]): string =>
	names.length === 0 ? "." : `. There is ${names.slice(0, 8).join(", ")}${names.length > 8 ? " and more" : ""}.`;
