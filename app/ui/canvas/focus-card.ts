import type { Flow } from "./canvas.tsx";

const CARD = ".react-flow__node";

/** The id of the card that has the keys just now, if any. */
export const focusedCard = (): string | undefined =>
	document.activeElement?.closest(CARD)?.getAttribute("data-id") ?? undefined;

/**
 * Gives a card the keys and brings it into view. One that is drawn in a moment is waited for: until it is measured it is
 * hidden, and what is hidden takes no keys.
 */
export function focusCard(flow: Flow | undefined, id: string, frames = 120): void {
	const card = document.querySelector<HTMLElement>(`${CARD}[data-id="${CSS.escape(id)}"]`);
	card?.focus({ preventScroll: true });
	if (card && document.activeElement === card) bringIntoView(flow, id);
	else if (frames > 0) requestAnimationFrame(() => focusCard(flow, id, frames - 1));
}

/** Moves the canvas so that a card can be seen, if it cannot; nearer too, where it could not be read. */
export function bringIntoView(flow: Flow | undefined, id: string): void {
	const card = document.querySelector(`${CARD}[data-id="${CSS.escape(id)}"]`)?.getBoundingClientRect();
	const pane = document.querySelector(".react-flow")?.getBoundingClientRect();
	const node = flow?.getInternalNode(id);
	if (!card || !pane || !flow || !node) return;
	const isSeen =
		card.left >= pane.left && card.right <= pane.right && card.top >= pane.top && card.bottom <= pane.bottom;
	if (isSeen) return;
	const { x, y } = node.internals.positionAbsolute;
	const { width = 0, height = 0 } = node.measured;
	void flow.setCenter(x + width / 2, y + height / 2, { zoom: Math.max(flow.getZoom(), 0.6), duration: glide() });
}

/** How long the canvas takes to move: not at all for who asked their system for less motion. Milliseconds. */
export const glide = (): number => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180);
