import type { ApprovalState } from "#app/domain/workflows/approvals/schema.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

/** The colour that goes with a run's state; the words always stand beside it. */
export const RUN_TONES: Readonly<Record<RunState, Tone>> = {
	held: "warn",
	running: "info",
	waiting: "info",
	paused: "warn",
	succeeded: "good",
	failed: "bad",
	cancelled: "neutral",
};

export const APPROVAL_TONES: Readonly<Record<ApprovalState, Tone>> = {
	open: "info",
	approved: "good",
	declined: "bad",
	withdrawn: "neutral",
};
