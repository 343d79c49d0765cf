import { z } from "zod";

/** What can be done with a play beside going on with it (SUCCESS-6). */
export const PLAY_ACTS = ["snooze", "skip", "escalate", "schedule"] as const;
export type PlayAct = (typeof PLAY_ACTS)[number];

export const PLAY_ACT_LABELS: Readonly<Record<PlayAct, string>> = {
	snooze: "Snooze",
	skip: "Skip",
	escalate: "Escalate",
	schedule: "Schedule",
};

/** What is said of somebody whom no play can be given to. */
export const NO_WORKER = "Choose a member who may work on plays. Viewers only look on.";

/**
 * An action as it is asked for: `action` is one of ours, or the id of one of the organisation's own, whose days and member
 * count where nothing else is said.
 */
export const PlayAction = z.object({
	playId: z.uuid("Choose a play."),
	action: z.union([z.enum(PLAY_ACTS), z.uuid()], "Choose what is to be done."),
	/** Snooze and schedule: when it comes back. */
	until: z.date("Choose when it comes back.").optional(),
	reason: z.string().trim().max(1_000, "Write 1,000 characters at most.").optional(),
	memberId: z.uuid("Choose a member.").optional(),
	/** Skip: the step that is passed over; without one, the whole play. */
	stepId: z.uuid("Choose a step.").optional(),
});
export type PlayAction = z.input<typeof PlayAction>;

export const NewOwnAction = z.object({
	label: z.string().trim().min(1, "Give it a name.").max(60, "Write 60 characters at most."),
	act: z.enum(PLAY_ACTS, "Choose what it does."),
	days: z.coerce.number().int("Write whole days.").min(1, "Not below 1.").max(365, "Not above 365.").optional(),
	memberId: z.uuid("Choose a member.").optional(),
});
