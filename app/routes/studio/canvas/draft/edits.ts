import {
	addNode,
	connect,
	disconnect,
	freeId,
	moveNode,
	removeNode,
	STEP_APART,
} from "#app/domain/workflows/rules/edit-graph.ts";
import type { FlowEdge, FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";

// What a canvas does to many steps at once, made of the edits of one.

/** Steps that were copied, with the connections among them. */
export type Clip = { nodes: readonly FlowNode[]; edges: readonly FlowEdge[] };

/** Takes steps and connections away; the rest stays as it is. */
export function removeAll(graph: Graph, ids: Iterable<string>, edges: readonly FlowEdge[] = []): Graph {
	return [...ids].reduce((left, id) => removeNode(left, id), edges.reduce(disconnect, graph));
}

/** Sets steps down elsewhere; the same graph where none moves. */
export function moveAll(graph: Graph, places: ReadonlyMap<string, { x: number; y: number }>): Graph {
	const moving = graph.nodes.filter(({ id, x, y }) => {
		const place = places.get(id);
		return place && (place.x !== x || place.y !== y);
	});
	return moving.reduce((moved, { id }) => moveNode(moved, id, places.get(id)!), graph);
}

/** Moves steps by so much. */
export function shiftAll(graph: Graph, ids: ReadonlySet<string>, by: { x: number; y: number }): Graph {
	const places = graph.nodes
		.filter(({ id }) => ids.has(id))
		.map(({ id, x, y }) => [id, { x: x + by.x, y: y + by.y }] as const);
	return moveAll(graph, new Map(places));
}

/** Copies steps with the connections among them. */
export function clipOf({ nodes, edges }: Graph, ids: ReadonlySet<string>): Clip {
	return {
		nodes: nodes.filter(({ id }) => ids.has(id)),
		edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
	};
}

/** Adds copied steps again, a little further down, under ids of their own. Answers those ids. */
export function paste(graph: Graph, clip: Clip): { graph: Graph; ids: string[] } {
	const ids = new Map<string, string>();
	let pasted = graph;
	for (const node of clip.nodes) {
		const id = freeId(pasted, node.id.replace(/_\d+$/, "") || node.id);
		ids.set(node.id, id);
		const place = freeOf(pasted, node);
		const made = { ...node, ...place, id, settings: structuredClone(node.settings) };
		pasted = { nodes: [...pasted.nodes, made], edges: pasted.edges };
	}
	const edges = clip.edges.map(({ from, port, to }) => ({ from: ids.get(from)!, port, to: ids.get(to)! }));
	return { graph: edges.reduce(connect, pasted), ids: [...ids.values()] };
}

function freeOf({ nodes }: Graph, { x, y }: FlowNode): { x: number; y: number } {
	const place = { x: x + 40, y: y + STEP_APART.y };
	while (nodes.some((node) => node.x === place.x && node.y === place.y)) place.y += 40;
	return place;
}

/**
 * Adds a step after another one: by its first way out that leads nowhere yet, or else between it and what its first way
 * out leads to. Without one to follow, it stands alone. `leavesBy`: how what was there follows the new step.
 */
export function addAfter(
	graph: Graph,
	step: { type: string; name: string },
	after: { id: string; ports: readonly string[] } | undefined,
	leavesBy: string | null,
): { graph: Graph; id: string } {
	if (!after || after.ports.length === 0) return addNode(graph, step);
	const isFree = (port: string) => !graph.edges.some((edge) => edge.from === after.id && edge.port === port);
	const port = after.ports.find(isFree) ?? after.ports[0]!;
	return addNode(graph, step, { from: after.id, port }, leavesBy);
}
