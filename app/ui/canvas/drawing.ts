import type { Tone } from "#app/ui/signs/badge.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";

/** One way out of a card. */
export type Port = { id: string; label: string };

/** What a card says beside its name: how it stands in a run. Words and tone, never the tone alone. */
export type Mark = { tone: Tone; label: string };

/** One step as the canvas draws it; it knows nothing of what the step does. */
export type Card = {
	id: string;
	x: number;
	y: number;
	title: string;
	/** What kind of step it is, in words. */
	kind: string;
	/** One line of what it does. */
	line: string;
	icon: IconName;
	ports: readonly Port[];
	/** Nothing can lead to it. */
	isStart: boolean;
	problems: readonly { level: "error" | "warning"; message: string }[];
	mark?: Mark | undefined;
};

/** A connection from a card's port to another card. */
export type Link = { from: string; port: string; to: string };

export type Place = { x: number; y: number };

/** Width of a card and what its parts are high, in pixels of the canvas at 100 %; canvas-card.css draws by the same. */
export const CARD_WIDTH = 232;
const CARD_HEAD = 76;
const PORT_HEIGHT = 22;

/** How high a card is drawn: one way out needs no line of its own. */
export const cardHeight = ({ ports }: Pick<Card, "ports">) =>
	CARD_HEAD + (ports.length > 1 ? ports.length * PORT_HEIGHT + 6 : 0);

/** A connection's name; unique, because two cards are connected once by a port. */
export const linkId = ({ from, port, to }: Link) => `${from} ${port} ${to}`;
