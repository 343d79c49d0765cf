import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";

/** A step of a version as a page names it. `group` says what kind of thing it does; null for a type that is gone. */
export type NamedNode = { id: string; name: string; type: string; group: string | null; isTrigger: boolean };

/** The nodes of a graph with what their types are called; on the server alone. */
export function namedNodes({ nodes }: Graph): NamedNode[] {
	return nodes.map((node) => {
		const type = typeOf(node);
		return {
			id: node.id,
			name: node.name,
			type: type?.label ?? node.type,
			group: type?.group ?? null,
			isTrigger: type?.isTrigger === true,
		};
	});
}
