import { useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import type { Flow, Selection } from "#app/ui/canvas/canvas.tsx";
import { focusCard } from "#app/ui/canvas/focus-card.ts";
import { CanvasFrame } from "#app/ui/canvas/frame.tsx";
import { Library } from "#app/ui/canvas/library.tsx";
import { Toolbar } from "#app/ui/canvas/toolbar.tsx";
import { Button } from "#app/ui/forms/button.tsx";
import { RecordChoicesOffered } from "../references/record-choices.ts";
import type { CanvasShown } from "./canvas-data.ts";
import { useCards } from "./cards/use-cards.ts";
import { libraryOf } from "./cards/words.ts";
import { problemsHere } from "./draft/checks.ts";
import { SaveConflict, SaveMark } from "./draft/save-mark.tsx";
import { useActs } from "./draft/use-acts.ts";
import { useDraft } from "./draft/use-draft.ts";
import { useLeaving } from "./draft/use-leaving.ts";
import { useTheirs } from "./draft/use-theirs.ts";
import { CONNECT_ID } from "./panel/connections.tsx";
import { DraftPanel } from "./panel/draft-panel.tsx";
import type { TypeCards } from "./types.ts";

const NOTHING: Selection = { cards: new Set(), links: new Set() };

/** A draft as it is drawn: every change is saved by itself, and can be undone (FLOW-2). */
export function DraftCanvas({ shown }: { shown: CanvasShown }) {
	const { workflow } = shown;
	const types: TypeCards = useMemo(() => new Map(shown.types.map((type) => [type.type, type])), [shown.types]);
	const draft = useDraft({
		graph: shown.graph,
		version: workflow.version,
		checked: shown.checked,
		url: `/studio/${workflow.id}/canvas/draft`,
	});
	useTheirs(workflow.id, draft.saver);
	useLeaving(draft.saver);
	const { graph, checked } = draft;
	const problems = useMemo(() => problemsHere(graph, types, checked), [graph, types, checked]);
	const cards = useCards({ graph, types, checked, problems });
	const [selection, select] = useState(NOTHING);
	const flow = useRef<Flow>();
	const chosen = graph.nodes.filter(({ id }) => selection.cards.has(id));
	// What closes leads the keys back to the card that it was opened from.
	const sides = useSides(() => chosen[0] && focusCard(flow.current, chosen[0].id));
	const acts = useActs({ draft, types, cards, links: graph.edges, selection, select, flow, lead: sides.lead });
	const groups = useMemo(() => libraryOf(types), [types]);
	const show = (id: string) => {
		select({ cards: new Set([id]), links: new Set() });
		focusCard(flow.current, id);
	};
	return (
		<CanvasFrame
			canvas={{
				label: `Steps of ${workflow.name}`,
				cards,
				links: graph.edges,
				selection,
				onSelect: select,
				onMove: acts.move,
				onConnect: acts.link,
				onDrop: acts.drop,
				onReady: (ready) => {
					flow.current = ready;
				},
			}}
			acts={acts}
			bar={
				<Toolbar acts={acts} canUndo={draft.canUndo} canRedo={draft.canRedo}>
					<Button small icon="plus" onClick={acts.add}>
						Add step
					</Button>
					<Button small icon="settings" onClick={sides.openPanel}>
						{chosen[0]?.name ?? countOf(problems)}
					</Button>
					<SaveMark state={draft.save} isDirty={draft.saver.isDirty} onAgain={() => void draft.saver.flush()} />
				</Toolbar>
			}
			above={
				draft.save.kind === "conflict" && <SaveConflict workflow={workflow} draft={draft} theirs={draft.save.theirs} />
			}
			library={{
				label: "Steps to add",
				...sides.shelf,
				children: <Library groups={groups} search={sides.search} onAdd={sides.closing(acts.addKind)} />,
			}}
			panel={{
				label: "Settings",
				...sides.panel,
				children: (
					<RecordChoicesOffered.Provider value={shown.choices}>
						<DraftPanel {...{ workflow, draft, types, problems, chosen, acts, show }} panelRef={sides.panelRef} />
					</RecordChoicesOffered.Provider>
				),
			}}
		/>
	);
}

const countOf = (problems: readonly GraphProblem[]) =>
	problems.length === 0 ? "No problems" : `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;

/** Which of the columns is open as a sheet, on a screen too narrow for them, and how the keys are led into them. */
function useSides(leadBack: () => void) {
	const [open, setOpen] = useState<"library" | "panel" | null>(null);
	const search = useRef<HTMLInputElement>(null);
	const panelRef = useRef<HTMLDivElement>(null);
	// Drawn at once, so that the next key goes where this one led.
	const show = (side: "library" | "panel") => flushSync(() => setOpen(side));
	const close = () => setOpen(null);
	const shut = () => {
		flushSync(close);
		leadBack();
	};
	return {
		search,
		panelRef,
		openPanel: () => setOpen("panel"),
		shelf: { isOpen: open === "library", onClose: shut },
		panel: { isOpen: open === "panel", onClose: shut },
		/** What a press in a sheet does closes it. */
		closing:
			<T,>(act: (value: T) => void) =>
			(value: T) => {
				close();
				act(value);
			},
		lead: {
			toLibrary() {
				show("library");
				search.current?.focus();
			},
			toPanel() {
				show("panel");
				panelRef.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
			},
			toConnect() {
				show("panel");
				document.getElementById(CONNECT_ID)?.focus();
			},
		},
	};
}
