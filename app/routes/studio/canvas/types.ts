import type { NodeGroup, SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";

/** A node type as the browser knows it. `ports` are those of a node without settings. */
export type TypeCard = {
	type: string;
	label: string;
	group: NodeGroup;
	groupLabel: string;
	hint: string;
	fields: readonly SettingField[];
	isTrigger: boolean;
	canFail: boolean;
	ports: readonly string[];
};

export type TypeCards = ReadonlyMap<string, TypeCard>;

/**
 * What the server found in a drawing: problems of settings; by their ids each node's ports (`error` apart), and what it
 * does in a line.
 */
export type Checked = {
	words: Readonly<Record<string, string>>;
	problems: readonly GraphProblem[];
	ports: Readonly<Record<string, readonly string[]>>;
	/** What a run of it could begin with, as JSON. */
	sample: string;
};

/** What became of one try to save: kept, refused because somebody else's came first, or not kept, in words. */
export type SaveAnswer<G> =
	| { kind: "saved"; version: number; checked: Checked }
	| { kind: "conflict"; theirs: { graph: G; version: number } }
	| { kind: "failed"; message: string };
