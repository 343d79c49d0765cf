import { NODE_GROUPS, type NodeGroup, type NodeType } from "#app/domain/workflows/nodes/node-type.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";

export const NODE_GROUP_LABELS: Readonly<Record<NodeGroup, string>> = {
	triggers: "When",
	flow: "Flow",
	people: "People",
	messages: "Messages",
	records: "Records",
	ai: "AI and knowledge",
	data: "Data",
	outside: "Other systems",
};

export type LibraryEntry = { type: string; label: string; hint: string; group: NodeGroup; isTrigger: boolean };
export type LibraryGroup = { group: NodeGroup; label: string; types: LibraryEntry[] };

/** The kinds of steps by group, those whose name, hint or group hold every word that is looked for. */
export function libraryOf({
	q = "",
	triggers = "all",
}: {
	q?: string;
	triggers?: "all" | "only" | "none";
} = {}): LibraryGroup[] {
	const words = q.toLowerCase().split(/\s+/).filter(Boolean);
	const fits = (type: NodeType) => {
		if (triggers !== "all" && (type.isTrigger === true) !== (triggers === "only")) return false;
		const text = `${type.label} ${type.hint} ${NODE_GROUP_LABELS[type.group]} ${type.type}`.toLowerCase();
		return words.every((word) => text.includes(word));
	};
	const types = [...nodeTypes().values()].filter(fits).map(entryOf);
	return NODE_GROUPS.map((group) => ({
		group,
		label: NODE_GROUP_LABELS[group],
		types: types.filter((type) => type.group === group),
	})).filter((group) => group.types.length > 0);
}

const entryOf = ({ type, label, hint, group, isTrigger = false }: NodeType): LibraryEntry => ({
	...{ type, label, hint, group, isTrigger },
});

/** The ways out of a step as its type and settings have it, that of failures last; none for a type that is gone. */
export function portsOf(node: { type: string; settings: Readonly<Record<string, unknown>> }): string[] {
	const type = nodeTypes().get(node.type);
	return type ? [...type.ports(node.settings), ...(type.canFail ? ["error"] : [])] : [];
}
