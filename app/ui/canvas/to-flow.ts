import { type Edge, MarkerType } from "@xyflow/react";
import type { Card, Link } from "./drawing.ts";
import { CARD_WIDTH, linkId } from "./drawing.ts";
import type { CardData, CardNode } from "./step-card.tsx";

/**
 * The cards as React Flow keeps them. A card that is as it was keeps its object, and with it what React Flow measured of
 * it: only what changed is drawn again.
 */
export function toNodes(
	known: readonly CardNode[],
	cards: readonly Card[],
	selected: ReadonlySet<string>,
	links: readonly Link[],
): CardNode[] {
	const before = new Map(known.map((node) => [node.id, node]));
	const titles = new Map(cards.map(({ id, title }) => [id, title]));
	const leading = Map.groupBy(links, ({ from }) => from);
	return cards.map((card) => {
		const old = before.get(card.id);
		const to = (leading.get(card.id) ?? []).map((link) => titles.get(link.to) ?? "");
		const ariaLabel = describe(card, to);
		const isSame =
			old?.data === card &&
			old.selected === selected.has(card.id) &&
			old.position.x === card.x &&
			old.position.y === card.y &&
			old.ariaLabel === ariaLabel;
		if (isSame) return old;
		return {
			...old,
			id: card.id,
			type: "card",
			position: { x: card.x, y: card.y },
			data: card as CardData,
			selected: selected.has(card.id),
			width: CARD_WIDTH,
			ariaLabel,
			domAttributes: { "aria-roledescription": "step" },
		};
	});
}

/** A card as a screen reader says it. */
function describe({ title, kind, mark, problems }: Card, to: readonly string[]): string {
	const parts = [`${title}, ${kind}`];
	if (mark) parts.push(mark.label);
	if (problems.length > 0) parts.push(problems.map(({ message }) => message).join(" "));
	parts.push(to.length > 0 ? `leads to ${to.join(", ")}` : "leads to nothing");
	return parts.join("; ");
}

/** The connections as React Flow keeps them; each keeps its object while nothing of it changed. */
export function toEdges(
	known: readonly Edge[],
	links: readonly Link[],
	cards: readonly Card[],
	selected: ReadonlySet<string>,
): Edge[] {
	const before = new Map(known.map((edge) => [edge.id, edge]));
	const byId = new Map(cards.map((card) => [card.id, card]));
	return links.map((link) => {
		const id = linkId(link);
		const old = before.get(id);
		const [from, to] = [byId.get(link.from), byId.get(link.to)];
		const ariaLabel = `From ${from?.title ?? link.from} by ${link.port} to ${to?.title ?? link.to}`;
		const className = from?.mark && to?.mark ? "is-walked" : "";
		const isSelected = selected.has(id);
		if (old && old.selected === isSelected && old.ariaLabel === ariaLabel && old.className === className) return old;
		return {
			id,
			source: link.from,
			sourceHandle: link.port,
			target: link.to,
			targetHandle: "in",
			selected: isSelected,
			className,
			ariaLabel,
			ariaRole: "img",
			markerEnd: { type: MarkerType.ArrowClosed, color: "var(--edge)" },
		};
	});
}
