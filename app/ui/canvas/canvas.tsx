import {
	applyNodeChanges,
	Background,
	type Connection,
	type Edge,
	type EdgeChange,
	MiniMap,
	type NodeChange,
	ReactFlow,
	type ReactFlowInstance,
} from "@xyflow/react";
import {
	type Dispatch,
	type DragEvent,
	type SetStateAction,
	useCallback,
	useEffect,
	useMemo,
	useRef,
	useState,
} from "react";
import { beginningOf } from "./beginning.ts";
import type { Card, Link, Place } from "./drawing.ts";
import { type CardNode, StepCard } from "./step-card.tsx";
import { toEdges, toNodes } from "./to-flow.ts";

/** What is chosen: cards and connections by their ids. */
export type Selection = { cards: ReadonlySet<string>; links: ReadonlySet<string> };

export type CanvasProps = {
	/** What is drawn here, read out before its steps. */
	label: string;
	cards: readonly Card[];
	links: readonly Link[];
	selection: Selection;
	/** Nothing can be moved, connected or dropped. */
	isFixed?: boolean;
	/** Cards and connections are chosen in one go: each follows what the other left. */
	onSelect: Dispatch<SetStateAction<Selection>>;
	onMove(places: ReadonlyMap<string, Place>): void;
	onConnect(link: Link): void;
	/** Something of the library was let go here. */
	onDrop(kind: string, at: Place): void;
	/** How the canvas is moved from outside: by buttons and keys. */
	onReady(canvas: Flow): void;
};

export type Flow = ReactFlowInstance<CardNode, Edge>;

/** What a dragged item of the library carries. */
export const DRAGGED = "application/x-perigee-step";

const nodeTypes = { card: StepCard };
const NOTHING = { hideAttribution: true };
const SEVERAL = ["Meta", "Control"];

/** The drawing itself: cards, their connections, panning, zooming, dragging. What a change means is the caller's. */
export function Canvas({ label, cards, links, selection, isFixed = false, ...on }: CanvasProps) {
	const { nodes, edges, onNodesChange, onEdgesChange } = useDrawn(cards, links, selection, on);
	const flow = useRef<Flow>();
	const onInit = (instance: Flow) => {
		flow.current = instance;
		const pane = document.querySelector(".react-flow")?.getBoundingClientRect();
		if (pane) void instance.setViewport(beginningOf(cards, pane));
		on.onReady(instance);
	};
	const onDrop = (event: DragEvent) => {
		const kind = event.dataTransfer.getData(DRAGGED);
		if (!kind || !flow.current) return;
		event.preventDefault();
		on.onDrop(kind, flow.current.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
	};
	const onConnect = ({ source, sourceHandle, target }: Connection) =>
		on.onConnect({ from: source, port: sourceHandle ?? "next", to: target });
	return (
		<ReactFlow
			aria-label={label}
			{...{ nodes, edges, nodeTypes, onNodesChange, onEdgesChange, onInit, onDrop, onConnect }}
			onDragOver={allow}
			nodesDraggable={!isFixed}
			nodesConnectable={!isFixed}
			edgesFocusable={false}
			// The keys are the caller's (use-canvas-keys.ts): arrows walk from card to card instead of moving them.
			disableKeyboardA11y
			deleteKeyCode={null}
			panActivationKeyCode={null}
			multiSelectionKeyCode={SEVERAL}
			panOnScroll
			zoomOnDoubleClick={false}
			minZoom={0.1}
			maxZoom={2}
			connectionRadius={28}
			proOptions={NOTHING}
		>
			<Background gap={20} size={1} color="var(--line)" />
			{cards.length > MAP_FROM && <MiniMap pannable zoomable ariaLabel="Overview" nodeColor="var(--edge)" />}
		</ReactFlow>
	);
}

/** An overview is worth its place only where not all is seen. */
const MAP_FROM = 12;
/** Not nearer than life size when all is shown. */
export const FIT = { padding: 0.12, maxZoom: 1 };
const allow = (event: DragEvent) => {
	if (!event.dataTransfer.types.includes(DRAGGED)) return;
	event.preventDefault();
	event.dataTransfer.dropEffect = "copy";
};

/** React Flow's nodes and edges, which follow the caller's; a card that is being dragged is the canvas's until let go. */
function useDrawn(
	cards: readonly Card[],
	links: readonly Link[],
	selection: Selection,
	{ onSelect, onMove }: Pick<CanvasProps, "onSelect" | "onMove">,
) {
	const [nodes, setNodes] = useState<CardNode[]>(() => toNodes([], cards, selection.cards, links));
	const edges = useRef<Edge[]>([]);
	edges.current = useMemo(() => toEdges(edges.current, links, cards, selection.links), [links, cards, selection.links]);
	useEffect(() => {
		setNodes((known) => toNodes(known, cards, selection.cards, links));
	}, [cards, links, selection.cards]);
	const latest = useRef({ onSelect, onMove });
	latest.current = { onSelect, onMove };

	const onNodesChange = useCallback((changes: NodeChange<CardNode>[]) => {
		const { onSelect, onMove } = latest.current;
		setNodes((known) => applyNodeChanges(changes, known));
		const places = changes.flatMap((change) =>
			change.type === "position" && change.dragging === false && change.position
				? [[change.id, { x: Math.round(change.position.x), y: Math.round(change.position.y) }] as const]
				: [],
		);
		if (places.length > 0) onMove(new Map(places));
		const chosen = changes.filter((change) => change.type === "select");
		if (chosen.length > 0) onSelect((selection) => choose(selection, "cards", chosen));
	}, []);
	const onEdgesChange = useCallback((changes: EdgeChange[]) => {
		const chosen = changes.filter((change) => change.type === "select");
		if (chosen.length > 0) latest.current.onSelect((selection) => choose(selection, "links", chosen));
	}, []);
	return { nodes, edges: edges.current, onNodesChange, onEdgesChange };
}

function choose(
	selection: Selection,
	what: keyof Selection,
	changes: readonly { id: string; selected: boolean }[],
): Selection {
	const ids = new Set(selection[what]);
	for (const { id, selected } of changes) {
		if (selected) ids.add(id);
		else ids.delete(id);
	}
	return { ...selection, [what]: ids };
}
