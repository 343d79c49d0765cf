import { Graph } from "#app/domain/workflows/rules/graph.ts";

export const TEMPLATE_AREAS = ["leads", "messages", "crm", "scheduling", "knowledge", "success", "operations"] as const;
export type TemplateArea = (typeof TEMPLATE_AREAS)[number];

export const TEMPLATE_AREA_LABELS: Readonly<Record<TemplateArea, string>> = {
	leads: "Leads",
	messages: "Messages",
	crm: "CRM",
	scheduling: "Scheduling",
	knowledge: "Knowledge",
	success: "Customer success",
	operations: "Operations",
};

/** A ready workflow to begin with (FLOW-6). */
export type FlowTemplate = {
	id: string;
	area: TemplateArea;
	name: string;
	/** What it does, in a sentence or two. */
	summary: string;
	graph: Graph;
};

/** A step: its type, what people read, and its settings. */
type Step = readonly [type: string, name: string, settings?: Record<string, unknown>];

const [COLUMN, ROW] = [260, 140];

/**
 * A template's graph of steps by id and connections as "from.port>to" (port `next` where none is named). Steps are placed
 * by how far they are from the trigger, which is the first of them.
 */
export function drawFlow(steps: Record<string, Step>, connections: readonly string[]): Graph {
	const edges = connections.map((connection) => {
		const [, from, port, to] = /^(\w+)(?:\.(\w+))?>(\w+)$/.exec(connection)!;
		return { from: from!, port: port ?? "next", to: to! };
	});
	const depths = new Map<string, number>();
	const place = (id: string, depth: number): void => {
		if ((depths.get(id) ?? -1) >= depth || depth > 50) return;
		depths.set(id, depth);
		for (const { to } of edges.filter(({ from }) => from === id)) place(to, depth + 1);
	};
	place(Object.keys(steps)[0]!, 0);
	const taken = new Map<number, number>();
	const nodes = Object.entries(steps).map(([id, [type, name, settings = {}]]) => {
		const depth = depths.get(id) ?? 0;
		const row = taken.get(depth) ?? 0;
		taken.set(depth, row + 1);
		return { id, type, name, settings, x: depth * COLUMN, y: row * ROW };
	});
	return Graph.parse({ nodes, edges });
}
