import type { Dispatch, MutableRefObject, SetStateAction } from "react";
import { FIT, type Flow, type Selection } from "#app/ui/canvas/canvas.tsx";
import { KEYS_DIALOG } from "#app/ui/canvas/canvas-keys.tsx";
import type { Card, Link } from "#app/ui/canvas/drawing.ts";
import { focusCard, focusedCard, glide } from "#app/ui/canvas/focus-card.ts";
import { type Direction, walk } from "#app/ui/canvas/walk.ts";
import { openDialog } from "#app/ui/menu/use-dialog.ts";

type Viewed = {
	cards: readonly Card[];
	links: readonly Link[];
	selection: Selection;
	select: Dispatch<SetStateAction<Selection>>;
	flow: MutableRefObject<Flow | undefined>;
	lead: { toPanel(): void };
};

/** What can be done on a canvas without changing anything: to walk, choose, look. `now` answers what is newest. */
export function viewActs(now: () => Viewed) {
	return {
		walk(direction: Direction) {
			const { cards, links, flow } = now();
			const to = walk(cards, links, focusedCard() ?? "", direction);
			if (to) focusCard(flow.current, to);
		},
		open() {
			const id = focusedCard();
			if (!id) return;
			now().select({ cards: new Set([id]), links: new Set() });
			now().lead.toPanel();
		},
		toggle() {
			const id = focusedCard();
			if (!id) return;
			now().select(({ cards, links }) => {
				const ids = new Set(cards);
				if (!ids.delete(id)) ids.add(id);
				return { cards: ids, links };
			});
		},
		all: () => now().select({ cards: new Set(now().cards.map(({ id }) => id)), links: new Set() }),
		none: () => now().select({ cards: new Set(), links: new Set() }),
		fit: () => void now().flow.current?.fitView({ ...FIT, duration: glide() }),
		zoomIn: () => void now().flow.current?.zoomIn({ duration: glide() }),
		zoomOut: () => void now().flow.current?.zoomOut({ duration: glide() }),
		help: () => openDialog(KEYS_DIALOG),
	};
}
