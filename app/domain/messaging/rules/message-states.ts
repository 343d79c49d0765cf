/** The states of an outbound message (MSG-1). An inbound one has none. */
export const MESSAGE_STATES = [
	"draft",
	"held",
	"scheduled",
	"queued",
	"sending",
	"sent",
	"delivered",
	"bounced",
	"failed",
	"suppressed",
	"uncertain",
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** What a provider reports about a message it was given, in our words. */
export const DELIVERY_REPORTS = ["sent", "failed", "delivered", "bounced"] as const;
export type DeliveryReport = (typeof DELIVERY_REPORTS)[number];

/**
 * Every move a message may make. `sending` is committed before the provider is called; from there a message goes back
 * to `queued` only when the provider certainly did not take it (a refusal that may pass), and to `uncertain` when
 * nobody knows. Nothing leads from `uncertain` to `queued`: what may have been sent is not sent again.
 */
export const MESSAGE_TRANSITIONS: Readonly<Record<MessageState, readonly MessageState[]>> = {
	draft: ["held", "scheduled", "queued", "suppressed"],
	held: ["scheduled", "queued", "suppressed"],
	scheduled: ["held", "queued", "suppressed"],
	queued: ["held", "scheduled", "sending", "suppressed", "failed"],
	sending: ["queued", "sent", "delivered", "bounced", "failed", "suppressed", "uncertain"],
	sent: ["delivered", "bounced", "failed"],
	delivered: ["bounced"],
	failed: ["delivered", "bounced"],
	uncertain: ["sent", "delivered", "bounced", "failed"],
	bounced: [],
	suppressed: [],
};

/** Whether a message may go from one state to another. Staying is no move. */
export function canMoveMessage(from: MessageState, to: MessageState): boolean {
	return MESSAGE_TRANSITIONS[from].includes(to);
}

/** Whether a message can still be stopped: nothing of it has been handed to a provider. */
export function isStoppable(state: MessageState): boolean {
	return state === "draft" || state === "held" || state === "scheduled" || state === "queued";
}

/**
 * The state after a provider's report. Reports come in any order and more than once, so the strongest wins, whichever
 * came last: sent < failed < delivered < bounced. A delivery outweighs a failure (the carrier has seen it arrive, a
 * failure may be a timeout on the way), a bounce outweighs a delivery (the first server took the mail, the mailbox
 * refused it). A message that was never handed over takes no report.
 */
export function applyReport(current: MessageState, report: DeliveryReport): MessageState {
	if (current === "sending" || current === "uncertain") return report;
	const known = strength(current);
	return known >= 0 && strength(report) > known ? report : current;
}

function strength(state: string): number {
	return (DELIVERY_REPORTS as readonly string[]).indexOf(state);
}
