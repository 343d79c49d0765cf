import type { Card, Link, Place } from "./drawing.ts";

export type Direction = "left" | "right" | "up" | "down";

/** The direction of an arrow key; undefined for any other key. */
export const directionOf = (key: string): Direction | undefined => ARROWS[key];

const ARROWS: Record<string, Direction> = {
	ArrowLeft: "left",
	ArrowRight: "right",
	ArrowUp: "up",
	ArrowDown: "down",
};

/**
 * The card that an arrow key leads to: right along the first connection, left back along one, up and down to the nearest
 * card that hangs on the same one, or else to the nearest in that direction. Undefined where there is none.
 */
export function walk(
	cards: readonly Pick<Card, "id" | "x" | "y">[],
	links: readonly Link[],
	from: string,
	direction: Direction,
): string | undefined {
	const places = new Map(cards.map((card) => [card.id, card]));
	const here = places.get(from);
	if (!here) return undefined;
	if (direction === "right") return links.find((link) => link.from === from && places.has(link.to))?.to;
	if (direction === "left") return links.find((link) => link.to === from && places.has(link.from))?.from;
	const before = new Set(links.filter(({ to }) => to === from).map((link) => link.from));
	const peers = new Set(links.filter((link) => before.has(link.from)).map(({ to }) => to));
	const beyond = cards.filter(({ id, y }) => id !== from && (direction === "up" ? y < here.y : y > here.y));
	return (
		nearest(
			beyond.filter(({ id }) => peers.has(id)),
			here,
		) ?? nearest(beyond, here)
	)?.id;
}

function nearest<T extends Place>(cards: readonly T[], here: Place): T | undefined {
	return cards.toSorted((a, b) => far(a, here) - far(b, here))[0];
}

// Sideways counts double: up and down should stay in the column where they can.
const far = (a: Place, b: Place) => Math.abs(a.x - b.x) * 2 + Math.abs(a.y - b.y);
