/** What became of what a run asked. `withdrawn`: the run ended without the answer. */
export const APPROVAL_STATES = ["open", "approved", "declined", "withdrawn"] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

export const APPROVAL_STATE_LABELS: Record<ApprovalState, string> = {
	open: "Waits for an answer",
	approved: "Approved",
	declined: "Declined",
	withdrawn: "No longer needed",
};

/** The least roles that may be asked. */
export const APPROVAL_ROLES = ["user", "manager", "admin", "owner"] as const;

/** Of a text that may be changed, so many characters. */
export const MOST_TEXT = 50_000;
