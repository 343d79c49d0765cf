import { checkGraph, type GraphProblem, type NodeRules } from "#app/domain/workflows/rules/check-graph.ts";
import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Checked, TypeCards } from "../types.ts";

/** Settings are the server's to judge: their schemas hold code. What is wrong with them comes with each save. */
const ANY = { safeParse: () => ({ success: true }) } as unknown as NodeRules["settings"];

/**
 * What is wrong with a drawing: its shape as it is now, judged in the browser at once, and its settings as the server
 * found them last.
 */
export function problemsHere(graph: Graph, types: TypeCards, checked: Checked): GraphProblem[] {
	const there = new Set(graph.nodes.map(({ id }) => id));
	const ofSettings = checked.problems.filter(({ node }) => node === undefined || there.has(node));
	return [...checkGraph(graph, rulesOf(graph, types, checked)), ...ofSettings];
}

/** The ways out of a node, `error` among them where it can fail: as the server said, or else those of its type. */
export function portsOf(node: FlowNode, types: TypeCards, checked: Checked): string[] {
	const type = types.get(node.type);
	if (!type) return [];
	return [...(checked.ports[node.id] ?? type.ports), ...(type.canFail ? ["error"] : [])];
}

function rulesOf({ nodes }: Graph, types: TypeCards, checked: Checked): ReadonlyMap<string, NodeRules> {
	const owners = new Map<unknown, string>(nodes.map(({ id, settings }) => [settings, id]));
	return new Map(
		[...types.values()].map(({ type, label, isTrigger, canFail, ports }) => [
			type,
			{
				label,
				settings: ANY,
				isTrigger,
				canFail,
				ports: (settings) => checked.ports[owners.get(settings) ?? ""] ?? ports,
			},
		]),
	);
}
