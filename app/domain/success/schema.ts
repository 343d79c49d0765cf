import type { AccountPlan } from "#app/domain/crm/accounts/figures.ts";

/** The kinds of play (SUCCESS-2), in the order in which figures name them. */
export const PLAY_TYPES = ["renewal", "risk", "opportunity", "strategic"] as const;
export type PlayType = (typeof PLAY_TYPES)[number];

export const PLAY_TYPE_LABELS: Readonly<Record<PlayType, string>> = {
	renewal: "Renewal",
	risk: "Risk",
	opportunity: "Opportunity",
	strategic: "Strategic",
};

/** The stages of each kind, the most urgent first: of those that apply, an account is at the first. */
export const PLAY_STAGES = {
	renewal: ["emergency", "critical", "prepare"],
	risk: ["save", "watch"],
	opportunity: ["expand"],
	strategic: ["review"],
} as const satisfies Record<PlayType, readonly string[]>;
export type PlayStage = (typeof PLAY_STAGES)[PlayType][number];

export const ALL_STAGES: readonly PlayStage[] = Object.values(PLAY_STAGES).flat();

export const PLAY_STAGE_LABELS: Readonly<Record<PlayStage, string>> = {
	emergency: "Emergency",
	critical: "Critical",
	prepare: "Prepare",
	save: "Save",
	watch: "Watch",
	expand: "Expand",
	review: "Review",
};

/** `snoozed` and `scheduled` come back; `done` and `skipped` by a member, `closed` by the rules. */
export const PLAY_STATES = ["open", "snoozed", "scheduled", "done", "skipped", "closed"] as const;
export type PlayState = (typeof PLAY_STATES)[number];

export const PLAY_STATE_LABELS: Readonly<Record<PlayState, string>> = {
	open: "Open",
	snoozed: "Snoozed",
	scheduled: "Scheduled",
	done: "Done",
	skipped: "Skipped",
	closed: "Closed by the rules",
};

export const ACCOUNT_PLAN_LABELS: Readonly<Record<AccountPlan, string>> = {
	standard: "Standard",
	growth: "Growth",
	strategic: "Strategic",
};

/** What came of a play, for its figures. */
export const OUTCOMES = ["renewed", "expanded", "saved", "reviewed", "lost", "nothing"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
	renewed: "Renewed",
	expanded: "Expanded",
	saved: "Saved",
	reviewed: "Reviewed",
	lost: "Lost",
	nothing: "Nothing came of it",
};

/** A part of the priority as it is stored: what it looked at, tenths of a point that it gave, and the most it gives. */
export type PriorityPart = { value: number | string | null; points: number; of: number };
