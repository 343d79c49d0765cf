import type { StepDraft } from "#app/domain/success/guided/save-draft.ts";
import type { GuidedSettings } from "#app/domain/workflows/guided/schema.ts";

/** A guided step of a play's workflow, as far as the run has come. */
export type PlayStep = {
	node: string;
	/** As the run reached it. */
	stepId: string | null;
	title: string;
	state: "to do" | "now" | "done" | "skipped" | "not reached";
	/** What was filled in, where it is done. */
	values: Record<string, unknown>;
	by: string | null;
	endedAt: string | null;
	made: PlayArtifact[];
};

/** What was made in a play. `reading` is of a contract whose file is not read, `parties` of one that was. */
export type PlayArtifact = {
	id: string;
	kind: string;
	title: string;
	stepId: string | null;
	reading: string | null;
	parties: string[] | null;
};

/** A step that the run does by itself: since when, and how that goes. */
export type PlayDoing = {
	name: string;
	since: string;
	/** By then it is over, or its process died over it; null: it has not begun. */
	until: string | null;
	/** It should be over, and nobody does it. */
	isOverdue: boolean;
	/** It failed, and is tried again then. */
	retry: { at: string; error: string } | null;
};

export type PlayNow = { stepId: string; node: string; settings: GuidedSettings; since: string; draft: StepDraft };

/** A node of the workflow; `isGuided`: somebody does it. */
export type Drawn = { id: string; name: string; title: string | null; isGuided: boolean };
export type Reached = {
	id: string;
	node: string;
	state: string;
	input: GuidedSettings | null;
	output: { outcome?: string; values?: Record<string, unknown>; by?: string } | null;
	began: string;
	ended: string | null;
	busyUntil: string | null;
	waitsFor: string | null;
	wakeAt: string | null;
	error: string | null;
	draft: StepDraft | null;
};
/** A step that is ready is taken by a job within this time. */
const TAKEN_WITHIN_MS = 60_000;

type Of = {
	drawn: readonly Drawn[];
	reached: readonly Reached[];
	made: readonly PlayArtifact[];
	isOver: boolean;
	now: Date;
};
type Progress = { steps: PlayStep[]; now: PlayNow | null; doing: PlayDoing | null; made: PlayArtifact[] };

/** How far a play has come: its guided steps, the one that waits for somebody, and what its run does by itself. */
export function progressOf({ drawn: all, reached, made, isOver, now }: Of): Progress {
	const drawn = all.filter(({ isGuided }) => isGuided);
	const guided = new Set(drawn.map(({ id }) => id));
	const nodes = new Map(reached.map(({ id, node }) => [id, node]));
	const open = reached.find(({ node, state, input }) => guided.has(node) && state === "waiting" && input?.fields);
	return {
		steps: drawn.map((node) => ({
			...stepOf(
				node,
				reached.findLast((step) => step.node === node.id),
				isOver,
			),
			made: made.filter(({ stepId }) => nodes.get(stepId ?? "") === node.id),
		})),
		made: made.filter(({ stepId }) => !guided.has(nodes.get(stepId ?? "") ?? "")),
		now: open
			? { stepId: open.id, node: open.node, settings: open.input!, since: open.began, draft: open.draft ?? {} }
			: null,
		doing: open ? null : doingOf(all, reached, now),
	};
}

function doingOf(drawn: readonly Drawn[], reached: readonly Reached[], now: Date): PlayDoing | null {
	const step = reached.find(
		({ state, waitsFor }) => state === "busy" || state === "ready" || (state === "waiting" && waitsFor === "retry"),
	);
	if (!step) return null;
	const due = step.state === "busy" ? Date.parse(step.busyUntil!) : Date.parse(step.began) + TAKEN_WITHIN_MS;
	return {
		name: drawn.find(({ id }) => id === step.node)?.name ?? step.node,
		since: step.began,
		until: step.state === "busy" ? step.busyUntil : null,
		isOverdue: step.state !== "waiting" && due <= now.getTime(),
		retry: step.state === "waiting" ? { at: step.wakeAt!, error: step.error ?? "" } : null,
	};
}

function stepOf({ id, name, title }: Drawn, step: Reached | undefined, isOver: boolean): Omit<PlayStep, "made"> {
	const shown = { node: id, stepId: step?.id ?? null, title: title || name };
	const untouched = { values: {}, by: null, endedAt: null };
	if (!step || step.state === "cancelled") return { ...shown, ...untouched, state: isOver ? "not reached" : "to do" };
	if (step.state !== "done") return { ...shown, ...untouched, state: "now" };
	const { outcome, values = {}, by = null } = step.output ?? {};
	return { ...shown, values, by, endedAt: step.ended, state: outcome === "skipped" ? "skipped" : "done" };
}
