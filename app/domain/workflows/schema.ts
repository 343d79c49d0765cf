/** What a run can be. `held` waits for a free place, `waiting` for an instant, an event, a person or another run. */
export const RUN_STATES = ["held", "running", "waiting", "paused", "succeeded", "failed", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];

export const RUN_STATE_LABELS: Record<RunState, string> = {
	held: "Waits for a free place",
	running: "Running",
	waiting: "Waiting",
	paused: "Paused",
	succeeded: "Succeeded",
	failed: "Failed",
	cancelled: "Cancelled",
};

/** A run is stopped after so many steps: it goes round for ever, or is several workflows. */
export const MOST_STEPS = 10_000;
/** Runs that begin runs that begin runs: the last of so many is refused. */
export const MOST_DEPTH = 8;
/** What one step may keep of what it made, as JSON. */
export const MOST_OUTPUT_BYTES = 256 * 1024;
