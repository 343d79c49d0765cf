import { useEffect } from "react";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { followChanges } from "#app/ui/behaviour/follow-changes.ts";
import { concerns } from "#app/ui/behaviour/live-stream.ts";
import type { DraftSaver } from "./draft-saver.ts";

/** Saves of one's own are heard of too: what follows each other closely is asked for once. Milliseconds. */
const REST = 600;

/** Tells the saver what is kept as soon as another tab, or somebody else, saved the workflow (FLOW-2). */
export function useTheirs(workflowId: string, saver: DraftSaver<Graph>): void {
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const look = async () => {
			timer = undefined;
			// Runs of it are heard of too: a draft that is known is not sent again.
			const url = `/studio/${workflowId}/canvas/draft?now=${saver.version}`;
			const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => undefined);
			// What cannot be read now is told by the next save, which is refused.
			if (!answer?.ok || !answer.headers.get("Content-Type")?.includes("json")) return;
			const { graph, version } = (await answer.json()) as { graph: Graph | null; version: number };
			if (graph) saver.hear({ graph, version });
		};
		const stop = followChanges("/events/stream", (change) => {
			if (concerns(change, [`workflow:${workflowId}`])) timer ??= setTimeout(() => void look(), REST);
		});
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, [workflowId, saver]);
}
