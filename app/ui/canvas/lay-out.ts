import type { Card, Link, Place } from "./drawing.ts";
import { CARD_WIDTH, cardHeight } from "./drawing.ts";

/**
 * Where each card belongs when they are laid out from left to right, by id. The way of a graph decides the columns, the
 * order of the ports the rows where it can. The library comes when it is first asked for.
 */
export async function layOut(
	cards: readonly Pick<Card, "id" | "ports">[],
	links: readonly Link[],
): Promise<Map<string, Place>> {
	const { Graph, layout } = await import("@dagrejs/dagre");
	const graph = new Graph({ multigraph: true });
	graph.setGraph({ rankdir: "LR", nodesep: 36, ranksep: 84, marginx: 0, marginy: 0 });
	graph.setDefaultEdgeLabel(() => ({}));
	for (const card of cards) graph.setNode(card.id, { width: CARD_WIDTH, height: cardHeight(card) });
	for (const { from, port, to } of links) {
		if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {}, port);
	}
	layout(graph);
	return new Map(
		cards.map((card) => {
			const { x, y } = graph.node(card.id) as Place;
			return [card.id, { x: Math.round(x - CARD_WIDTH / 2), y: Math.round(y - cardHeight(card) / 2) }];
		}),
	);
}
