import { useNavigate } from "@remix-run/react";
import { useState } from "react";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { Button } from "#app/ui/forms/button.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import type { SaveState } from "./draft-saver.ts";
import { failureOf, postFields } from "./send-draft.ts";
import type { Draft } from "./use-draft.ts";

/** Whether what is drawn is kept, in words. */
export function SaveMark({ state, isDirty, onAgain }: { state: SaveState<Graph>; isDirty: boolean; onAgain(): void }) {
	return (
		<>
			<span className="canvas-saved muted" role="status">
				{state.kind === "saved" && "Saved"}
				{(state.kind === "waiting" || state.kind === "saving") && "Saving"}
				{state.kind === "failed" && `Not saved. ${state.message} It is tried again by itself.`}
				{state.kind === "conflict" && (isDirty ? "Not saved" : "Changed elsewhere")}
			</span>
			{state.kind === "failed" && (
				<Button small onClick={onAgain}>
					Save now
				</Button>
			)}
		</>
	);
}

/** Somebody else saved first: nothing is lost, and what stays is chosen here. */
export function SaveConflict({
	workflow,
	draft,
	theirs,
}: {
	workflow: { id: string; name: string };
	draft: Draft;
	theirs: { graph: Graph; version: number };
}) {
	const navigate = useNavigate();
	const [problem, setProblem] = useState("");
	const keepCopy = async () => {
		const name = `${workflow.name.slice(0, 100)} (my version)`;
		const fields = { act: "copy", name, graph: JSON.stringify(draft.graph), version: String(theirs.version) };
		const answer = await postFields(`/studio/${workflow.id}/canvas/draft`, fields).catch(() => undefined);
		const id = answer?.reply.detail?.id;
		if (answer?.status !== 200 || typeof id !== "string") {
			return setProblem(answer ? failureOf(answer) : "The server cannot be reached. Yours is still here.");
		}
		draft.takeTheirs();
		navigate(`/studio/${id}/canvas`);
	};
	if (!draft.saver.isDirty) {
		return (
			<Notice tone="warn" title="This workflow was changed elsewhere just now.">
				What is drawn here is older. Nothing of yours is lost: all of it had been saved.
				<div className="cluster">
					<Button small onClick={draft.takeTheirs}>
						Show the newest
					</Button>
				</div>
			</Notice>
		);
	}
	return (
		<Notice tone="warn" title="Somebody else saved this workflow while you drew.">
			Yours is not saved and still here; theirs has {theirs.graph.nodes.length} steps, yours {draft.graph.nodes.length}.
			Taking theirs can be undone. {problem}
			<div className="cluster">
				<Button small onClick={draft.takeTheirs}>
					Take theirs
				</Button>
				<Button small onClick={() => void keepCopy()}>
					Save mine as a copy
				</Button>
				<Button small tone="danger" onClick={() => void draft.saver.overwrite()}>
					Save mine over theirs
				</Button>
			</div>
		</Notice>
	);
}
