import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { beginHistory, changed, type History, redone, undone } from "#app/ui/canvas/history.ts";
import type { Checked } from "../types.ts";
import { DraftSaver, type SaveState } from "./draft-saver.ts";
import { sendDraft } from "./send-draft.ts";

/** A change of the drawing: what it makes of it, and which changes are undone together with it. */
export type Edit = (graph: Graph) => Graph;

type Act = { kind: "edit"; edit: Edit; merge?: string | undefined } | { kind: "undo" } | { kind: "redo" };

/** One act on a drawing with its history; pure. */
export function draw(history: History<Graph>, act: Act): History<Graph> {
	if (act.kind === "undo") return undone(history);
	if (act.kind === "redo") return redone(history);
	return changed(history, act.edit(history.now), act.merge);
}

export type Draft = {
	graph: Graph;
	canUndo: boolean;
	canRedo: boolean;
	save: SaveState<Graph>;
	checked: Checked;
	edit(edit: Edit, merge?: string): void;
	undo(): void;
	redo(): void;
	saver: DraftSaver<Graph>;
	/** After a conflict: what they drew, which can be undone like any change. */
	takeTheirs(): void;
};

/** A workflow's draft in the browser: drawn here with undo and redo, and saved at `url` by itself. */
export function useDraft(start: { graph: Graph; version: number; checked: Checked; url: string }): Draft {
	const [history, act] = useReducer(draw, start.graph, beginHistory<Graph>);
	const [save, setSave] = useState<SaveState<Graph>>({ kind: "saved" });
	const [checked, setChecked] = useState(start.checked);
	const saver = useRef<DraftSaver<Graph>>();
	saver.current ??= new DraftSaver(start, {
		send: (graph, version) => sendDraft(start.url, graph, version),
		tell(state, found) {
			setSave(state);
			if (found) setChecked(found);
		},
	});
	const mine = saver.current;
	useEffect(() => mine.change(history.now), [history.now, mine]);
	useEffect(() => () => mine.stop(), [mine]);
	return useMemo(
		() => ({
			graph: history.now,
			canUndo: history.past.length > 0,
			canRedo: history.future.length > 0,
			save,
			checked,
			edit: (edit, merge) => act({ kind: "edit", edit, merge }),
			undo: () => act({ kind: "undo" }),
			redo: () => act({ kind: "redo" }),
			saver: mine,
			takeTheirs() {
				const theirs = mine.accept();
				if (theirs) act({ kind: "edit", edit: () => theirs });
			},
		}),
		[history, save, checked, mine],
	);
}
