import { useMemo, useRef, useState } from "react";
import { RUN_STATE_LABELS } from "#app/domain/workflows/schema.ts";
import type { Flow, Selection } from "#app/ui/canvas/canvas.tsx";
import { CanvasFrame } from "#app/ui/canvas/frame.tsx";
import { Toolbar } from "#app/ui/canvas/toolbar.tsx";
import { Button } from "#app/ui/forms/button.tsx";
import { Badge, Status, type Tone } from "#app/ui/signs/badge.tsx";
import type { CanvasShown } from "./canvas-data.ts";
import { markOf } from "./cards/marks.ts";
import { useCards } from "./cards/use-cards.ts";
import { problemsHere } from "./draft/checks.ts";
import { RunPanel } from "./panel/run-panel.tsx";
import type { TypeCards } from "./types.ts";
import { viewActs } from "./view-acts.ts";

const NOTHING: Selection = { cards: new Set(), links: new Set() };
const NO_RUN = {};
const ignore = () => {};

/** A drawing to look at: of a run, whose steps light up as they are done, or of a draft that one may not change. */
export function FixedCanvas({ shown }: { shown: CanvasShown }) {
	const { workflow, graph, checked, run } = shown;
	const types: TypeCards = useMemo(() => new Map(shown.types.map((type) => [type.type, type])), [shown.types]);
	// What is published cannot be wrong in a way that matters here.
	const problems = useMemo(() => (run ? [] : problemsHere(graph, types, checked)), [graph, types, checked, run]);
	const cards = useCards({ graph, types, checked, problems, runs: run?.nodes ?? NO_RUN });
	const [selection, select] = useState(NOTHING);
	const [isOpen, setOpen] = useState(false);
	const flow = useRef<Flow>();
	const lead = { toPanel: () => setOpen(true) };
	const latest = useRef({ cards, links: graph.edges, selection, select, flow, lead });
	latest.current = { cards, links: graph.edges, selection, select, flow, lead };
	const acts = useMemo(() => viewActs(() => latest.current), []);
	const chosen = graph.nodes.filter(({ id }) => selection.cards.has(id));
	return (
		<CanvasFrame
			canvas={{
				...{
					label: `Steps of ${workflow.name}`,
					cards,
					links: graph.edges,
					selection,
					isFixed: true,
					onSelect: select,
				},
				...{ onMove: ignore, onConnect: ignore, onDrop: ignore },
				onReady: (ready) => {
					flow.current = ready;
				},
			}}
			acts={acts}
			bar={
				<Toolbar acts={acts}>
					<Button small icon="info" onClick={() => setOpen(true)}>
						Details
					</Button>
					{run ? (
						<RunState run={run} steps={graph.nodes.length} />
					) : (
						<span className="muted">You may look at this, and not change it.</span>
					)}
				</Toolbar>
			}
			panel={{
				label: run ? "Run" : "Step",
				isOpen,
				onClose: () => setOpen(false),
				children: <RunPanel {...{ workflow, run, types, chosen }} nodes={graph.nodes} />,
			}}
		/>
	);
}

const TONES: Record<string, Tone> = { succeeded: "good", failed: "bad", waiting: "warn", running: "info" };

function RunState({ run, steps }: { run: NonNullable<CanvasShown["run"]>; steps: number }) {
	const marks = Object.values(run.nodes).map((node) => markOf(node)?.tone);
	return (
		<span className="canvas-saved" role="status">
			<Status tone={TONES[run.state] ?? "neutral"}>{RUN_STATE_LABELS[run.state]}</Status>
			<span className="muted">
				{" "}
				{marks.filter((tone) => tone === "good").length} of {steps} steps done, version {run.version}
			</span>{" "}
			{run.isDry && <Badge tone="info">Dry run: nothing left</Badge>}
		</span>
	);
}
