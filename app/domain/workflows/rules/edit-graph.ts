import type { FlowEdge, FlowNode, Graph } from "./graph.ts";

// What may be done to a graph that is being drawn, by the outline and by the canvas alike. Each answers a new graph and
// leaves the given one as it is; what names a step that is not there changes nothing. Whether the result can be published
// is for `checkGraph` to say: a graph on the way from one state to the next may be wrong for a while.

/** A way out of a step. */
export type Way = { from: string; port: string };

/** How a step is tried again and how long it may take; what is absent is the type's own. */
export type Retries = Pick<FlowNode, "retries" | "retryAfterSeconds" | "timeoutSeconds">;

/** How far apart steps are set down, as templates are drawn. */
export const STEP_APART = { x: 260, y: 140 } as const;

const MOST_ID = 40;
const MOST_NAME = 120;

/** An id that no step of the graph has, after its type: `send_email`, then `send_email_2`. */
export function freeId(graph: Graph, type: string): string {
	const letters = type.toLowerCase().replace(/[^a-z0-9_]+/g, "_");
	const base = (/^[a-z]/.test(letters) ? letters : `step_${letters}`).slice(0, MOST_ID);
	const taken = new Set(graph.nodes.map(({ id }) => id));
	for (let number = 1; ; number++) {
		const id = number === 1 ? base : `${base.slice(0, MOST_ID - `_${number}`.length)}_${number}`;
		if (!taken.has(id)) return id;
	}
}

export type NewStep = Pick<FlowNode, "type" | "name"> & Partial<Pick<FlowNode, "settings" | "x" | "y">>;

/**
 * Adds a step: alone, or after a way out of another one. What that way led to follows the new step by `leavesBy`, the
 * first port of its type, and the new step stands between; with `leavesBy` null (it ends its way, or is to be one of
 * several) what was there stays beside it. Answers the new step's id too.
 */
export function addNode(
	graph: Graph,
	step: NewStep,
	after?: Way,
	leavesBy: string | null = null,
): { graph: Graph; id: string } {
	const id = freeId(graph, step.type);
	const from = after && graph.nodes.find((node) => node.id === after.from);
	const place = freePlace(graph, {
		x: step.x ?? (from ? from.x + STEP_APART.x : 0),
		y: step.y ?? from?.y ?? lowest(graph),
	});
	const node: FlowNode = { id, type: step.type, name: step.name, settings: step.settings ?? {}, ...place };
	const nodes = [...graph.nodes, node];
	if (!from || !after) return { graph: { nodes, edges: graph.edges }, id };
	const edges = graph.edges.map((edge) =>
		leavesBy !== null && edge.from === after.from && edge.port === after.port
			? { from: id, port: leavesBy, to: edge.to }
			: edge,
	);
	return { graph: { nodes, edges: [...edges, { ...after, to: id }] }, id };
}

/**
 * Removes a step and its connections. With `closesGap`, what led to it leads to what followed it: by `next`, or by the
 * one port it was left by; of a step left by several others nobody can say which follows, and the gap stays.
 */
export function removeNode(graph: Graph, id: string, { closesGap = false } = {}): Graph {
	const nodes = graph.nodes.filter((node) => node.id !== id);
	if (nodes.length === graph.nodes.length) return graph;
	const rest: Graph = { nodes, edges: graph.edges.filter(({ from, to }) => from !== id && to !== id) };
	if (!closesGap) return rest;
	const before = graph.edges.filter(({ from, to }) => to === id && from !== id);
	const after = followers(graph, id);
	return before
		.flatMap(({ from, port }) => after.filter((to) => to !== from).map((to) => ({ from, port, to })))
		.reduce(connect, rest);
}

/** Steps that follow one, where it is clear which do. */
function followers(graph: Graph, id: string): string[] {
	const leaving = graph.edges.filter(({ from, to }) => from === id && to !== id);
	const next = leaving.filter(({ port }) => port === "next");
	const clear = next.length > 0 || new Set(leaving.map(({ port }) => port)).size > 1 ? next : leaving;
	return clear.map(({ to }) => to);
}

/** Connects two steps, once. */
export function connect(graph: Graph, { from, port, to }: FlowEdge): Graph {
	const has = (id: string) => graph.nodes.some((node) => node.id === id);
	if (!has(from) || !has(to) || graph.edges.some(isEdge({ from, port, to }))) return graph;
	return { nodes: graph.nodes, edges: [...graph.edges, { from, port, to }] };
}

/** Takes a connection away; the steps stay. */
export function disconnect(graph: Graph, edge: FlowEdge): Graph {
	const is = isEdge(edge);
	return { nodes: graph.nodes, edges: graph.edges.filter((one) => !is(one)) };
}

/** Puts a step, and with it what follows it, under another way out: nothing else leads to it then. */
export function moveUnder(graph: Graph, id: string, way: Way): Graph {
	if (!graph.nodes.some((node) => node.id === way.from)) return graph;
	return connect({ nodes: graph.nodes, edges: graph.edges.filter(({ to }) => to !== id) }, { ...way, to: id });
}

/** Makes a step one of another kind, with nothing set up yet; id, place and connections stay. */
export const changeType = (graph: Graph, id: string, { type, name }: Pick<FlowNode, "type" | "name">): Graph =>
	setRetries(change(graph, id, { type, name, settings: {} }), id, {});

/** Gives a step another name; its id stays, because expressions call it so. */
export const renameNode = (graph: Graph, id: string, name: string): Graph => change(graph, id, { name });

/** Replaces a step's settings. Connections by ports that are gone with them stay and are told as problems. */
export const setSettings = (graph: Graph, id: string, settings: FlowNode["settings"]): Graph =>
	change(graph, id, { settings });

/** Replaces how a step is tried again and how long it may take. */
export function setRetries(graph: Graph, id: string, given: Retries): Graph {
	return mapNode(graph, id, ({ retries: _, retryAfterSeconds: _after, timeoutSeconds: _timeout, ...node }) => ({
		...node,
		...(given.retries === undefined ? {} : { retries: given.retries }),
		...(given.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: given.retryAfterSeconds }),
		...(given.timeoutSeconds === undefined ? {} : { timeoutSeconds: given.timeoutSeconds }),
	}));
}

/** Sets a step down elsewhere on the canvas. */
export const moveNode = (graph: Graph, id: string, { x, y }: { x: number; y: number }): Graph =>
	change(graph, id, { x, y });

/** Adds a copy of a step with its settings, connected with nothing. Answers the copy's id; null where there is none. */
export function duplicateNode(graph: Graph, id: string): { graph: Graph; id: string | null } {
	const node = graph.nodes.find((one) => one.id === id);
	if (!node) return { graph, id: null };
	const copy = freeId(graph, node.id.replace(/_\d+$/, "") || node.id);
	const place = freePlace(graph, { x: node.x, y: node.y + STEP_APART.y });
	const name = `${node.name.slice(0, MOST_NAME - " (copy)".length)} (copy)`;
	const made = { ...node, ...place, id: copy, name, settings: structuredClone(node.settings) };
	return { graph: { nodes: [...graph.nodes, made], edges: graph.edges }, id: copy };
}

const isEdge = (a: FlowEdge) => (b: FlowEdge) => a.from === b.from && a.port === b.port && a.to === b.to;

const change = (graph: Graph, id: string, to: Partial<FlowNode>): Graph =>
	mapNode(graph, id, (node) => ({ ...node, ...to }));

const mapNode = (graph: Graph, id: string, fn: (node: FlowNode) => FlowNode): Graph => ({
	nodes: graph.nodes.map((node) => (node.id === id ? fn(node) : node)),
	edges: graph.edges,
});

const lowest = ({ nodes }: Graph): number =>
	nodes.length === 0 ? 0 : Math.max(...nodes.map(({ y }) => y)) + STEP_APART.y;

/** The first place from here downwards where no step lies on another. */
function freePlace({ nodes }: Graph, from: { x: number; y: number }): { x: number; y: number } {
	const isTaken = (y: number) =>
		nodes.some((node) => Math.abs(node.x - from.x) < STEP_APART.x * 0.8 && Math.abs(node.y - y) < STEP_APART.y * 0.7);
	let { y } = from;
	while (isTaken(y)) y += STEP_APART.y;
	return { x: from.x, y };
}
