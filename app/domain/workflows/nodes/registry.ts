import type { FlowKinds } from "#app/domain/workflows/rules/advance.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import { flowNodes } from "./flow/nodes.ts";
import type { NodeType } from "./node-type.ts";
import { triggerNodes } from "./triggers/nodes.ts";

const types = new Map<string, NodeType>([...triggerNodes, ...flowNodes].map((type) => [type.type, type]));

/** Adds the node types of another room, at boot; a name that is taken is a fault of ours. What it returns takes them out. */
export function addNodeTypes(more: readonly NodeType[]): () => void {
	for (const type of more) {
		const known = types.get(type.type);
		if (known && known !== type) throw new Error(`two node types are called ${type.type}`);
		types.set(type.type, type);
	}
	return () => {
		for (const type of more) types.delete(type.type);
	};
}

/** Every node type there is, by name. */
export function nodeTypes(): ReadonlyMap<string, NodeType> {
	return types;
}

/** The type of a node; undefined for one that does not exist here any more. */
export function typeOf(node: FlowNode): NodeType | undefined {
	return types.get(node.type);
}

/** What the engine's judgement needs to know of node types. */
export const flowKinds: FlowKinds = {
	isJoin: ({ type }) => type === "join" || type === "race",
	isRace: ({ type }) => type === "race",
	isLoop: ({ type }) => type === "for_each",
	endsAll: ({ type, settings }) => type === "end" && settings.all === true,
};
