import type { LeadState, TouchStatus } from "#app/domain/leads/rules.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

/** The colour beside a state's word. */
export const LEAD_TONES: Readonly<Record<LeadState, Tone>> = {
	new: "info",
	contacted: "neutral",
	engaged: "accent",
	booked: "good",
	won: "good",
	lost: "bad",
};

/** The colour beside a touch's status. */
export const TOUCH_TONES: Readonly<Record<TouchStatus, Tone>> = {
	scheduled: "info",
	held: "warn",
	sending: "info",
	sent: "good",
	delivered: "good",
	failed: "bad",
	skipped: "neutral",
	cancelled: "neutral",
};
