import type { NodeMarks } from "#app/domain/workflows/running/state/run-marks.ts";
import type { Mark } from "#app/ui/canvas/drawing.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

/** A step's states in a run, the most telling first: a step of a loop is in several. */
const STATES: readonly { state: string; tone: Tone; label: string }[] = [
	{ state: "failed", tone: "bad", label: "failed" },
	{ state: "busy", tone: "info", label: "running" },
	{ state: "ready", tone: "info", label: "next" },
	{ state: "waiting", tone: "warn", label: "waiting" },
	{ state: "looping", tone: "info", label: "in its loop" },
	{ state: "joining", tone: "warn", label: "waiting for the others" },
	{ state: "cancelled", tone: "neutral", label: "cancelled" },
	{ state: "joined", tone: "good", label: "came together" },
	{ state: "done", tone: "good", label: "done" },
];

/** How a card says its state in a run: "2 failed, 14 done". */
export function markOf({ states }: NodeMarks): Mark | undefined {
	const there = STATES.filter(({ state }) => states[state]);
	const [first] = there;
	if (!first) return undefined;
	const isOne = there.length === 1 && states[first.state] === 1;
	const label = isOne ? first.label : there.map(({ state, label }) => `${states[state]} ${label}`).join(", ");
	return { tone: first.tone, label: label.charAt(0).toUpperCase() + label.slice(1) };
}
