import { nodeTypes, typeOf } from "#app/domain/workflows/nodes/registry.ts";
import { SAMPLE_ID } from "#app/domain/workflows/nodes/triggers/filters.ts";
import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import { type Reading, readingsOf } from "#app/domain/workflows/rules/references.ts";
import { expressionsIn } from "./expressions-in.ts";

type Named = Record<string, unknown>;

/** What a step makes on sample data, by its settings where it depends on them; undefined where nothing is known of it. */
export function sampleOf(node: FlowNode): unknown {
	const type = typeOf(node);
	return type?.sampleOf?.(node.settings) ?? type?.sample;
}

/** The step that begins a graph. */
export const triggerOf = ({ nodes }: Graph): FlowNode | undefined =>
	nodes.find((node) => nodeTypes().get(node.type)?.isTrigger);

/**
 * The first word of a path that cannot be there, in what is known of a value's shape; null where it can be. What is empty
 * or nothing in a sample is open: whatever comes there.
 */
export function missingIn(shape: unknown, path: readonly string[]): string | null {
	let here = shape;
	for (const key of path) {
		if (here === null || typeof here !== "object" || Array.isArray(here) || Object.keys(here).length === 0) return null;
		if (!Object.hasOwn(here, key)) return key;
		here = (here as Named)[key];
	}
	return null;
}

/** What a run begins with, as far as its shape is sure: what others send, and what an event carries, is open. */
export function triggerShape(trigger: FlowNode): unknown {
	const type = typeOf(trigger);
	if (type?.shape !== undefined) return type.shape;
	const sample = (type?.sample ?? {}) as Named;
	return sample.event ? { ...sample, event: { ...(sample.event as Named), data: {}, changes: {} } } : sample;
}

/**
 * What a run of a graph could begin with (FLOW-2): its trigger's sample, and in it whatever the graph's expressions read
 * and the sample does not have.
 */
export function sampleTrigger(graph: Graph): Named {
	const trigger = triggerOf(graph);
	const sample = structuredClone(trigger ? (sampleOf(trigger) ?? {}) : {}) as Named;
	const shape = trigger ? triggerShape(trigger) : {};
	const all = graph.nodes.flatMap((node) =>
		expressionsIn(node).flatMap(({ expression }) =>
			readingsOf(expression).map((reading) => ({ node, expression, reading })),
		),
	);
	const item: Named = {};
	for (const { reading } of all) if (reading.root === "item") put(item, reading, leafOf(reading));
	for (const { node, expression, reading } of all) {
		if (reading.root !== "trigger" || missingIn(shape, reading.path)) continue;
		const isList = node.type === "for_each" && expression.trim() === `trigger.${reading.path.join(".")}`;
		put(sample, reading, isList ? [Object.keys(item).length > 0 ? item : "text"] : leafOf(reading));
	}
	return sample;
}

/** Puts a value where a path leads, unless something stands there or in its way. */
function put(into: Named, { path }: Reading, value: unknown): void {
	let here = into;
	for (const key of path.slice(0, -1)) {
		if (!Object.hasOwn(here, key)) here[key] = {};
		const next = here[key];
		if (next === null || typeof next !== "object" || Array.isArray(next)) return;
		here = next as Named;
	}
	const last = path.at(-1);
	if (last !== undefined && !Object.hasOwn(here, last)) here[last] = value;
}

/** A value by what it is set beside, or else by its name. */
function leafOf({ path, like }: Reading): unknown {
	const name = path.at(-1) ?? "";
	if (like === "number") return 1;
	if (like === "yes/no") return true;
	if (/(^id|Id|_id)$/.test(name)) return SAMPLE_ID;
	if (/e-?mail/i.test(name)) return "ann@example.com";
	if (/phone/i.test(name)) return "+12025550123";
	if (/(amount|count|cents|number|total|price|days)$/i.test(name)) return 1;
	if (/(date|At|until)$/.test(name)) return "2030-01-31T09:00:00.000Z";
	return /name/i.test(name) ? "Ann" : "text";
}
