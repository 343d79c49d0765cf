import { CARD_WIDTH, type Card, cardHeight } from "./drawing.ts";

/** Smaller than this nothing can be read. */
export const READABLE = 0.6;

/** Around what is drawn, in pixels of the screen. */
const MARGIN = 24;
const NARROW_MARGIN = 10;

/**
 * Where a drawing is looked at first: all of one that can be read whole; of a larger one as much as can be read, from its
 * start on, which stands at the left edge and as high as leaves the most of the rest in view. `pane` is as large as the
 * drawing's place on the screen.
 */
export function beginningOf(
	cards: readonly Pick<Card, "x" | "y" | "ports" | "isStart">[],
	pane: { width: number; height: number },
): { x: number; y: number; zoom: number } {
	if (cards.length === 0) return { x: 0, y: 0, zoom: 1 };
	const margin = pane.width < 640 ? NARROW_MARGIN : MARGIN;
	const [left, top] = [Math.min(...cards.map(({ x }) => x)), Math.min(...cards.map(({ y }) => y))];
	const width = Math.max(...cards.map(({ x }) => x + CARD_WIDTH)) - left;
	const height = Math.max(...cards.map((card) => card.y + cardHeight(card))) - top;
	const room = { width: pane.width - 2 * margin, height: pane.height - 2 * margin };
	const zoom = Math.min(1, Math.max(READABLE, Math.min(room.width / width, room.height / height)));
	const start = cards.find(({ isStart }) => isStart) ?? cards.reduce((one, other) => (other.x < one.x ? other : one));
	return {
		zoom,
		x: along({ from: left, size: width, first: start.x, pane: pane.width, room: room.width, margin, zoom, share: 0 }),
		y: along({
			from: top,
			size: height,
			first: start.y,
			pane: pane.height,
			room: room.height,
			margin,
			zoom,
			share: 0.5,
		}),
	};
}

type Side = {
	from: number;
	size: number;
	/** Where the start stands. */
	first: number;
	pane: number;
	room: number;
	margin: number;
	zoom: number;
	/** How much of what is too large may stand before the start: none, or as much as after it. */
	share: number;
};

/** Along one side: in the middle where it fits; else with the start in view, and no room wasted beyond either end. */
function along({ from, size, first, pane, room, margin, zoom, share }: Side): number {
	if (size * zoom <= room) return (pane - size * zoom) / 2 - from * zoom;
	const wanted = margin + share * room - first * zoom;
	const [least, most] = [pane - margin - (from + size) * zoom, margin - from * zoom];
	return Math.min(most, Math.max(least, wanted));
}
