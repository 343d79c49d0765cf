import { allProblems } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { NODE_GROUP_LABELS } from "#app/domain/workflows/drawing/library.ts";
import { shownFields } from "#app/domain/workflows/drawing/shown-fields.ts";
import { stepWords } from "#app/domain/workflows/drawing/step-words.ts";
import { NODE_GROUPS } from "#app/domain/workflows/nodes/node-type.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { sampleTrigger } from "#app/domain/workflows/trying/samples.ts";
import { unsetProblems } from "#app/doors/draft-problems.ts";
import type { Checked, TypeCard } from "./types.ts";

type Ctx = Parameters<typeof allProblems>[0];

/** Every node type as the browser needs it: what can be sent, without what only the server can do. */
export function catalogue(): TypeCard[] {
	return [...nodeTypes().values()]
		.map((known) => [known, shownFields(known)] as const)
		.map(([{ type, label, group, hint, isTrigger = false, canFail = false, ports }, fields]) => ({
			type,
			label,
			group,
			groupLabel: NODE_GROUP_LABELS[group],
			hint,
			fields,
			isTrigger,
			canFail,
			ports: [...ports({})],
		}))
		.sort((a, b) => NODE_GROUPS.indexOf(a.group) - NODE_GROUPS.indexOf(b.group));
}

/** What only the server can say of a drawing: what is wrong with its settings and expressions, and its nodes' ports. */
export async function checkDrawing(ctx: Ctx, graph: Graph): Promise<Checked> {
	const types = nodeTypes();
	const ports = graph.nodes.flatMap(({ id, type, settings }) => {
		const known = types.get(type);
		return known ? [[id, [...known.ports(settings)]] as const] : [];
	});
	const words = graph.nodes.map((node) => [node.id, stepWords(node)] as const);
	return {
		sample: JSON.stringify(sampleTrigger(graph), null, 2),
		words: Object.fromEntries(words),
		problems: [
			...(await allProblems(ctx, graph)).filter(({ setting }) => setting !== undefined),
			...unsetProblems(graph),
		],
		ports: Object.fromEntries(ports),
	};
}
