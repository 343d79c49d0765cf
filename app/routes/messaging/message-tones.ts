import type { MessageState } from "#app/domain/messaging/rules/message-states.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

/** The colour that goes with a message's state; the words always stand beside it. */
export const MESSAGE_TONES: Readonly<Record<MessageState, Tone>> = {
	draft: "neutral",
	held: "warn",
	scheduled: "info",
	queued: "info",
	sending: "info",
	sent: "good",
	delivered: "good",
	bounced: "bad",
	failed: "bad",
	suppressed: "neutral",
	uncertain: "warn",
};
