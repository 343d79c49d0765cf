import { portsOf } from "#app/domain/workflows/drawing/library.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";

export type ShownWays = {
	isTrigger: boolean;
	out: { port: string; isGone: boolean; to: { id: string; name: string }[] }[];
	into: { from: string; name: string; port: string }[];
};

/** Where a step leads, by its ways out, those that are gone but connected too; and what leads to it. */
export function shownWays(graph: Graph, node: FlowNode): ShownWays {
	const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
	const leaving = graph.edges.filter(({ from }) => from === node.id);
	const ports = portsOf(node);
	const all = [...new Set([...ports, ...leaving.map(({ port }) => port)])];
	return {
		isTrigger: nodeTypes().get(node.type)?.isTrigger ?? false,
		out: all.map((port) => ({
			port,
			isGone: !ports.includes(port),
			to: leaving.filter((edge) => edge.port === port).map(({ to }) => ({ id: to, name: names.get(to) ?? to })),
		})),
		into: graph.edges
			.filter(({ to }) => to === node.id)
			.map(({ from, port }) => ({ from, port, name: names.get(from) ?? from })),
	};
}

/** The ways out of all steps, those of failures too, for a choice: `step port` and what it is called. */
export function wayChoices(graph: Graph, except: ReadonlySet<string>): { value: string; name: string; port: string }[] {
	return graph.nodes
		.filter(({ id }) => !except.has(id))
		.flatMap((node) => portsOf(node).map((port) => ({ value: `${node.id} ${port}`, name: node.name, port })));
}
