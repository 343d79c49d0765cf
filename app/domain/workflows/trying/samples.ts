import { nodeTypes, typeOf } from "#app/domain/workflows/nodes/registry.ts";
import { SAMPLE_ID } from "#app/domain/workflows/nodes/triggers/filters.ts";
import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import { type Reading, readingsOf } from "#app/domain/workflows/rules/references.ts";
import { type ExpressionIn, expressionsIn } from "./expressions-in.ts";

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
	fillIn(sample, graph, trigger ? triggerShape(trigger) : {}, ["trigger"]);
	return sample;
}

/**
 * What a step would have made, and in it whatever later expressions read, may be there, and cannot be foretold: the answer
 * of another system, an own field of a record, an id where none is needed before (FLOW-2).
 */
export function standInFor(graph: Graph, node: FlowNode, made: unknown): unknown {
	if (made !== undefined && made !== null && (typeof made !== "object" || Array.isArray(made))) return made;
	const copy = structuredClone(made ?? {}) as Named;
	fillIn(copy, graph, sampleOf(node), ["steps", node.id]);
	return made || Object.keys(copy).length > 0 ? copy : made;
}

type Read = ExpressionIn & { node: FlowNode; reading: Reading; path: string };

const read = new WeakMap<Graph, Read[]>();

/** Everything that a graph's expressions read; a graph that is being followed is looked through once. */
function readIn(graph: Graph): Read[] {
	const known = read.get(graph);
	if (known) return known;
	const all = graph.nodes.flatMap((node) =>
		expressionsIn(node).flatMap((one) =>
			readingsOf(one.expression).map((reading) => ({
				...{ ...one, node, reading },
				path: [reading.root, ...reading.path].join("."),
			})),
		),
	);
	read.set(graph, all);
	return all;
}

/** Puts what is read below `begins` into what is there; first what is read as something in particular, such as an id. */
function fillIn(into: Named, graph: Graph, shape: unknown, begins: readonly string[]): void {
	const all = readIn(graph);
	const isBelow = ({ reading }: Read) => begins.every((part, at) => [reading.root, ...reading.path][at] === part);
	const below = all.filter(isBelow).map((one) => ({ ...one, way: one.reading.path.slice(begins.length - 1) }));
	for (const one of below) {
		const meant = missingIn(shape, one.way) || one.way[0] === "error" ? undefined : meantBy(one);
		if (meant !== undefined) put(into, one.way, meant, true);
	}
	const item: Named = {};
	for (const { reading } of all) if (reading.root === "item") put(item, reading.path, leafOf(reading));
	for (const { node, expression, reading, path, way } of below) {
		if (missingIn(shape, way) || way[0] === "error" || (begins[0] === "steps" && !reading.isSure)) continue;
		const isList = node.type === "for_each" && expression.trim() === path;
		put(into, way, isList ? [Object.keys(item).length > 0 ? item : "text"] : leafOf(reading));
	}
}

/**
 * What a setting takes that is nothing but this one value, where it would refuse what the value's name makes one think of:
 * an id where a record is needed, a number. Undefined for any other.
 */
function meantBy({ node, setting, path, isHole, reading }: Read): unknown {
	const type = typeOf(node);
	const steps = setting.split(".");
	const text = steps.reduce<unknown>((here, key) => (here as Named | undefined)?.[key], node.settings);
	if (!type || !isHole || typeof text !== "string" || text.trim().replace(/^\{\{\s*|\s*\}\}$/g, "") !== path)
		return undefined;
	const takes = (value: unknown) => {
		const settings = structuredClone(node.settings) as Named;
		const owner = steps.slice(0, -1).reduce((here, key) => here[key] as Named, settings);
		owner[steps.at(-1)!] = value;
		const { error } = (type.input ?? type.settings).safeParse(settings);
		return !error?.issues.some((issue) => issue.path.join(".").startsWith(setting));
	};
	const likely = leafOf(reading);
	if (takes("") && takes(likely)) return undefined;
	return [likely, SAMPLE_ID, 1, "https://example.com", "2030-01-31T09:00:00.000Z"].find(takes);
}

/** Puts a value where a path leads, unless something stands there or in its way; `overEmpty`: but for nothing. */
function put(into: Named, path: readonly string[], value: unknown, overEmpty = false): void {
	let here = into;
	for (const key of path.slice(0, -1)) {
		if (!Object.hasOwn(here, key)) here[key] = {};
		const next = here[key];
		if (next === null || typeof next !== "object" || Array.isArray(next)) return;
		here = next as Named;
	}
	const last = path.at(-1);
	if (last === undefined) return;
	const isEmpty = here[last] === "" || here[last] === null;
	if (!Object.hasOwn(here, last) || (overEmpty && isEmpty)) here[last] = value;
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
	// Soon: steps that wait until such a day wait 400 days at most.
	if (/On$/.test(name)) return new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
	if (/(date|At|until)$/i.test(name)) return "2030-01-31T09:00:00.000Z";
	return /name/i.test(name) ? "Ann" : "text";
}
