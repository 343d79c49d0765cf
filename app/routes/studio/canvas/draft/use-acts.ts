import { type Dispatch, type MutableRefObject, type SetStateAction, useMemo, useRef } from "react";
import { addNode, connect, duplicateNode } from "#app/domain/workflows/rules/edit-graph.ts";
import type { FlowEdge, Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Flow, Selection } from "#app/ui/canvas/canvas.tsx";
import type { KeyActs } from "#app/ui/canvas/canvas-keys.tsx";
import { CARD_WIDTH, type Card, linkId, type Place } from "#app/ui/canvas/drawing.ts";
import { focusCard, focusedCard } from "#app/ui/canvas/focus-card.ts";
import { layOut } from "#app/ui/canvas/lay-out.ts";
import type { Direction } from "#app/ui/canvas/walk.ts";
import type { TypeCards } from "../types.ts";
import { viewActs } from "../view-acts.ts";
import { portsOf } from "./checks.ts";
import { addAfter, type Clip, clipOf, moveAll, paste, removeAll, shiftAll } from "./edits.ts";
import type { Draft } from "./use-draft.ts";

/** What was copied last; kept over pages, so that it can be pasted into another workflow. */
let clip: Clip | undefined;

const STEP = 20;
const BY: Record<Direction, Place> = {
	left: { x: -STEP, y: 0 },
	right: { x: STEP, y: 0 },
	up: { x: 0, y: -STEP },
	down: { x: 0, y: STEP },
};

type Parts = {
	draft: Draft;
	types: TypeCards;
	cards: readonly Card[];
	links: Graph["edges"];
	selection: Selection;
	select: Dispatch<SetStateAction<Selection>>;
	flow: MutableRefObject<Flow | undefined>;
	/** Leads the keys to the library, to the panel's settings, to its connections. */
	lead: { toLibrary(): void; toPanel(): void; toConnect(): void };
};

/** Everything that can be done to a draft on the canvas, by mouse, key or button. */
export type DraftActs = KeyActs & {
	addKind(kind: string): void;
	drop(kind: string, at: Place): void;
	link(edge: FlowEdge): void;
	move(places: ReadonlyMap<string, Place>): void;
};

/** The acts of a draft that may be changed. They read what is newest when they are called. */
export function useActs(parts: Parts): DraftActs {
	const latest = useRef(parts);
	latest.current = parts;
	return useMemo(() => ({ ...viewActs(() => latest.current), ...changes(() => latest.current) }), []);
}

function changes(now: () => Parts) {
	const only = (id: string) => now().select({ cards: new Set([id]), links: new Set() });
	/** The card that is meant: the one with the keys, or the only one that is chosen. */
	const meant = (): string | undefined => {
		const { cards } = now().selection;
		return focusedCard() ?? (cards.size === 1 ? [...cards][0] : undefined);
	};
	const chosen = (): ReadonlySet<string> => {
		const focused = focusedCard();
		const { cards } = now().selection;
		return focused && !cards.has(focused) ? new Set([focused]) : cards;
	};
	const show = (id: string) => {
		only(id);
		focusCard(now().flow.current, id);
	};
	return {
		...adding(now, show, meant),
		...clipping(now, chosen, show),
		undo: () => now().draft.undo(),
		redo: () => now().draft.redo(),
		connect() {
			const id = meant();
			if (id) only(id);
			now().lead.toConnect();
		},
		link: (edge: FlowEdge) => now().draft.edit((graph) => connect(graph, edge)),
		move: (places: ReadonlyMap<string, Place>) => now().draft.edit((graph) => moveAll(graph, places)),
		nudge(direction: Direction) {
			const ids = chosen();
			now().draft.edit((graph) => shiftAll(graph, ids, BY[direction]), `nudge ${[...ids].join()}`);
		},
		async layOut() {
			const { cards, draft, flow } = now();
			const places = await layOut(cards, draft.graph.edges);
			draft.edit((graph) => moveAll(graph, places));
			requestAnimationFrame(() => void flow.current?.fitView());
		},
	};
}

/** Adding: after the card that is meant, or where it was dropped. */
function adding(now: () => Parts, show: (id: string) => void, meant: () => string | undefined) {
	const newStep = (kind: string) => ({ type: kind, name: now().types.get(kind)?.label ?? kind });
	return {
		add() {
			const id = meant();
			if (id) now().select({ cards: new Set([id]), links: new Set() });
			now().lead.toLibrary();
		},
		addKind(kind: string) {
			const { draft, types, flow } = now();
			const type = types.get(kind);
			const after = draft.graph.nodes.find(({ id }) => id === meant());
			let added: string | undefined;
			if (!after || type?.isTrigger) {
				const { graph, id } = addNode(draft.graph, { ...newStep(kind), ...middle(flow.current, draft.graph) });
				draft.edit(() => graph);
				added = id;
			} else {
				const ports = portsOf(after, types, draft.checked).filter((port) => port !== "error");
				const leavesBy = type?.ports[0] ?? null;
				const { graph, id } = addAfter(draft.graph, newStep(kind), { id: after.id, ports }, leavesBy);
				draft.edit(() => graph);
				added = id;
			}
			show(added);
		},
		drop(kind: string, at: Place) {
			const { draft } = now();
			const place = { x: Math.round(at.x - CARD_WIDTH / 2), y: Math.round(at.y - 30) };
			const { graph, id } = addNode(draft.graph, { ...newStep(kind), ...place });
			draft.edit(() => graph);
			show(id);
		},
	};
}

/** Taking away, copying and pasting what is chosen. */
function clipping(now: () => Parts, chosen: () => ReadonlySet<string>, show: (id: string) => void) {
	const remove = () => {
		const { draft, selection, select } = now();
		const ids = chosen();
		const edges = draft.graph.edges.filter((edge) => selection.links.has(linkId(edge)));
		if (ids.size === 0 && edges.length === 0) return;
		const before = draft.graph.edges.find(({ to }) => ids.has(to))?.from;
		draft.edit((graph) => removeAll(graph, ids, edges));
		select({ cards: new Set(), links: new Set() });
		// The keys stay on the canvas: at what led to the step that is gone.
		if (before && !ids.has(before)) focusCard(now().flow.current, before);
	};
	const copy = () => {
		const ids = chosen();
		if (ids.size > 0) clip = clipOf(now().draft.graph, ids);
	};
	return {
		remove,
		copy,
		cut() {
			copy();
			remove();
		},
		paste() {
			if (!clip) return;
			const { draft, select } = now();
			const { graph, ids } = paste(draft.graph, clip);
			draft.edit(() => graph);
			select({ cards: new Set(ids), links: new Set() });
			if (ids[0]) focusCard(now().flow.current, ids[0]);
		},
		duplicate() {
			const { draft } = now();
			const ids = [...chosen()];
			if (ids.length > 1) {
				const { graph, ids: made } = paste(draft.graph, clipOf(draft.graph, new Set(ids)));
				draft.edit(() => graph);
				now().select({ cards: new Set(made), links: new Set() });
				return;
			}
			const { graph, id } = duplicateNode(draft.graph, ids[0] ?? "");
			draft.edit(() => graph);
			if (id) show(id);
		},
	};
}

/** Where a step that follows nothing is set down: in the middle of what is seen. */
function middle(flow: Flow | undefined, { nodes }: Graph): Partial<Place> {
	const pane = document.querySelector(".react-flow")?.getBoundingClientRect();
	if (!flow || !pane || nodes.length === 0) return {};
	const { x, y } = flow.screenToFlowPosition({ x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 });
	return { x: Math.round(x - CARD_WIDTH / 2), y: Math.round(y - 38) };
}
