import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import type { NodeMarks } from "#app/domain/workflows/running/state/run-marks.ts";
import type { Card } from "#app/ui/canvas/drawing.ts";
import { portsOf } from "../draft/checks.ts";
import type { Checked, TypeCard, TypeCards } from "../types.ts";
import { markOf } from "./marks.ts";
import { iconOf } from "./words.ts";

/** What a drawing is drawn from. `runs`: how each node stands in the run that is watched. */
export type Drawn = {
	graph: Graph;
	types: TypeCards;
	checked: Checked;
	problems: readonly GraphProblem[];
	runs?: Readonly<Record<string, NodeMarks>> | undefined;
};

/** A card as it was drawn, and what it was drawn from. */
type Kept = { node: FlowNode; key: string; card: Card };

/** Draws the cards of a graph; what is as it was before keeps its card, so that 300 of them are not drawn for one. */
export class CardMaker {
	#kept = new Map<string, Kept>();

	/** The cards of this drawing, in the order of its nodes. */
	make({ graph, types, checked, problems, runs }: Drawn): Card[] {
		const wrong = Map.groupBy(problems, ({ node }) => node);
		const kept = new Map<string, Kept>();
		for (const node of graph.nodes) {
			const ports = portsOf(node, types, checked);
			const found = wrong.get(node.id) ?? [];
			const run = runs?.[node.id];
			const words = checked.words[node.id] || types.get(node.type)?.hint || "";
			const key = JSON.stringify([ports, words, found.map(({ level, message }) => [level, message]), run]);
			const old = this.#kept.get(node.id);
			const isSame = old?.node === node && old.key === key;
			kept.set(
				node.id,
				isSame ? old : { node, key, card: cardOf(node, types.get(node.type), words, ports, found, run) },
			);
		}
		this.#kept = kept;
		return [...kept.values()].map(({ card }) => card);
	}
}

function cardOf(
	node: FlowNode,
	type: TypeCard | undefined,
	line: string,
	ports: readonly string[],
	problems: readonly GraphProblem[],
	run: NodeMarks | undefined,
): Card {
	return {
		id: node.id,
		x: node.x,
		y: node.y,
		title: node.name,
		kind: type?.label ?? `Unknown: ${node.type}`,
		line,
		icon: iconOf(node.type, type?.group),
		ports: ports.map((id) => ({ id, label: portLabel(id) })),
		isStart: type?.isTrigger ?? false,
		problems: problems.map(({ level, message }) => ({ level, message })),
		mark: run && markOf(run),
	};
}
