import type { MessageState } from "#app/domain/messaging/rules/message-states.ts";

/** Where a lead stands (LEAD-8). */
export const LEAD_STATES = ["new", "contacted", "engaged", "booked", "won", "lost"] as const;
export type LeadState = (typeof LEAD_STATES)[number];

/** What moves a lead by itself; a person's move on the board is judged by `canMoveLead`. */
export const LEAD_CAUSES = [
	/** The first message to the customer was sent (not held, not only planned). */
	"message-sent",
	/** The customer wrote, by any channel, or opened a chat and asked. */
	"customer-replied",
	"appointment-booked",
	/** The last upcoming appointment was cancelled. */
	"appointment-cancelled",
	/** The shop's order was paid or closed as done. */
	"order-completed",
	/** The shop's order was deleted or declined. */
	"order-cancelled",
] as const;
export type LeadCause = (typeof LEAD_CAUSES)[number];

/** The state that each cause leads to; absent where it changes nothing, so that no late cause takes a lead back. */
export const LEAD_TRANSITIONS: Readonly<Record<LeadState, Readonly<Partial<Record<LeadCause, LeadState>>>>> = {
	new: {
		"message-sent": "contacted",
		"customer-replied": "engaged",
		"appointment-booked": "booked",
		"order-completed": "won",
		"order-cancelled": "lost",
	},
	contacted: {
		"customer-replied": "engaged",
		"appointment-booked": "booked",
		"order-completed": "won",
		"order-cancelled": "lost",
	},
	engaged: { "appointment-booked": "booked", "order-completed": "won", "order-cancelled": "lost" },
	booked: { "appointment-cancelled": "engaged", "order-completed": "won", "order-cancelled": "lost" },
	won: {},
	// A lost lead that writes or books has come back.
	lost: { "customer-replied": "engaged", "appointment-booked": "booked", "order-completed": "won" },
};

/** The state after a cause; the same state where it changes nothing. */
export function leadStateAfter(state: LeadState, cause: LeadCause): LeadState {
	return LEAD_TRANSITIONS[state][cause] ?? state;
}

// What a member may choose. Nobody is "new" again once written to, and "booked" needs an appointment.
const MANUAL_MOVES: Readonly<Record<LeadState, readonly LeadState[]>> = {
	new: ["contacted", "engaged", "won", "lost"],
	contacted: ["engaged", "won", "lost"],
	engaged: ["contacted", "won", "lost"],
	booked: ["won", "lost"],
	won: ["engaged", "lost"],
	lost: ["contacted", "engaged", "won"],
};

/** The states to which a member may move a lead by hand. */
export function leadMovesFrom(state: LeadState): readonly LeadState[] {
	return MANUAL_MOVES[state];
}

/** Whether a member may move a lead from one state to another. */
export function canMoveLead(from: LeadState, to: LeadState): boolean {
	return MANUAL_MOVES[from].includes(to);
}

/** Whether a lead still waits for something: sequences run only for open ones. */
export function isOpenLead(state: LeadState): boolean {
	return state === "new" || state === "contacted" || state === "engaged";
}

/** Where a touch of a sequence stands (LEAD-5). */
export const TOUCH_STATUSES = [
	"scheduled",
	"held",
	"sending",
	"sent",
	"delivered",
	"failed",
	"skipped",
	"cancelled",
] as const;
export type TouchStatus = (typeof TOUCH_STATUSES)[number];

/**
 * The status of a touch that has a message, by the message's state: the one table of LEAD-5. A message that may or may
 * not have gone out keeps its touch at `sending`, with the message's reason, until someone knows.
 */
export const TOUCH_STATUS_OF_MESSAGE: Readonly<Record<MessageState, TouchStatus>> = {
	draft: "held",
	held: "held",
	scheduled: "scheduled",
	queued: "sending",
	sending: "sending",
	uncertain: "sending",
	sent: "sent",
	delivered: "delivered",
	bounced: "failed",
	failed: "failed",
	suppressed: "skipped",
};

/**
 * What a touch may become without a message's doing: skipped (no address, no consent, over the cap) or failed (its
 * text cannot be written) while it is being prepared, cancelled when the rest of a sequence stops.
 */
export const TOUCH_TRANSITIONS: Readonly<Record<TouchStatus, readonly TouchStatus[]>> = {
	scheduled: ["held", "sending", "skipped", "failed", "cancelled"],
	held: ["scheduled", "sending", "skipped", "failed", "cancelled"],
	sending: ["held", "scheduled", "sent", "delivered", "failed", "skipped"],
	sent: ["delivered", "failed"],
	delivered: ["failed"],
	failed: ["delivered"],
	skipped: [],
	cancelled: [],
};

/** Whether a touch may go from one status to another. Staying is no move. */
export function canMoveTouch(from: TouchStatus, to: TouchStatus): boolean {
	return TOUCH_TRANSITIONS[from].includes(to);
}

/** Whether stopping a sequence cancels this touch: nothing of it is on its way. */
export function isPendingTouch(status: TouchStatus): boolean {
	return status === "scheduled" || status === "held";
}

/** Why the rest of a sequence stops. A member's pause keeps the touches, to be planned again on going on. */
export const SEQUENCE_STOPS = [
	"replied",
	"booked",
	"opted-out",
	"member",
	"workflow",
	"lead-closed",
	"other-customer",
] as const;
export type SequenceStop = (typeof SEQUENCE_STOPS)[number];
