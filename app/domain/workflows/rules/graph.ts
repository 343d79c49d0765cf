import { z } from "zod";

/** What one version may hold. A graph of more nodes is several workflows, one of which calls the others. */
export const MOST_NODES = 300;
export const MOST_EDGES = 1_000;

const NodeId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "must begin with a letter: small letters, digits and _");

/**
 * One step as it was drawn. `id` is what expressions call it (`steps.send_mail`), `name` what people read; `settings`
 * are the type's own and checked by its schema.
 */
export const FlowNode = z.strictObject({
	id: NodeId,
	type: z.string().min(1).max(60),
	name: z.string().trim().min(1).max(120),
	settings: z.record(z.string(), z.unknown()).default({}),
	/** How it is tried again when it fails, and how long it may take; the type's own where nothing is said. */
	retries: z.int().min(0).max(10).optional(),
	retryAfterSeconds: z.int().min(1).max(86_400).optional(),
	timeoutSeconds: z.int().min(1).max(90).optional(),
	x: z.number().finite().default(0),
	y: z.number().finite().default(0),
});

/** From a port of one node to another node: `next`, `yes`, `no`, `error`, a case of a switch. */
export const FlowEdge = z.strictObject({ from: NodeId, port: z.string().min(1).max(60), to: NodeId });

export const Graph = z.strictObject({
	nodes: z.array(FlowNode).max(MOST_NODES),
	edges: z.array(FlowEdge).max(MOST_EDGES),
});

export type FlowNode = z.output<typeof FlowNode>;
export type FlowEdge = z.output<typeof FlowEdge>;
export type Graph = z.output<typeof Graph>;

/** A graph made ready for questions: nodes by id, edges by where they begin, and what can be reached from where. */
export type GraphIndex = {
	nodes: ReadonlyMap<string, FlowNode>;
	/** Edges that leave a node by a port, in the order in which they were drawn. */
	out(node: string, port: string): readonly FlowEdge[];
	/** Whether an edge leads on from this port. */
	hasPort(node: string, port: string): boolean;
	/** Whether a way of one edge or more leads from one node to another. */
	reaches(from: string, to: string): boolean;
	/** As `reaches`, by ways that begin at one port. */
	reachesBy(from: string, port: string, to: string): boolean;
};

/** Indexes a graph. Reachability is worked out once for each node that is asked for, and kept. */
export function indexGraph(graph: Graph): GraphIndex {
	const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
	const leaving = Map.groupBy(graph.edges, ({ from }) => from);
	const known = new Map<string, ReadonlySet<string>>();
	const out = (node: string, port: string) => (leaving.get(node) ?? []).filter((edge) => edge.port === port);
	const reachable = (from: string): ReadonlySet<string> => {
		const found =
			known.get(from) ??
			walk(
				(leaving.get(from) ?? []).map(({ to }) => to),
				leaving,
			);
		known.set(from, found);
		return found;
	};
	return {
		nodes,
		out,
		hasPort: (node, port) => out(node, port).length > 0,
		reaches: (from, to) => reachable(from).has(to),
		reachesBy: (from, port, to) => out(from, port).some((edge) => edge.to === to || reachable(edge.to).has(to)),
	};
}

function walk(first: readonly string[], leaving: ReadonlyMap<string, FlowEdge[]>): ReadonlySet<string> {
	const seen = new Set<string>();
	const waiting = [...first];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		if (seen.has(node)) continue;
		seen.add(node);
		for (const { to } of leaving.get(node) ?? []) waiting.push(to);
	}
	return seen;
}
