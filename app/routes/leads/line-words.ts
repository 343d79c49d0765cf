import type { MessageState } from "#app/domain/messaging/rules/message-states.ts";

/** What somebody did with a message, by what became of it: only what left was written to the customer. */
const WORDS: Readonly<Record<MessageState | "received", string>> = {
	draft: "has a message not finished yet",
	held: "has a message held",
	scheduled: "has a message waiting for its time",
	queued: "has a message waiting to be sent",
	sending: "is sending a message",
	sent: "wrote",
	delivered: "wrote",
	received: "wrote",
	bounced: "wrote, but it came back",
	failed: "could not send a message",
	suppressed: "did not send a message",
	uncertain: "wrote, but it is not known whether it went out",
};

/** "did not send a message: Paused by Olive." The reason stands where the message did not simply leave. */
export function lineWords({ state, reason }: { state: MessageState | "received"; reason: string | null }): string {
	const hasLeft = WORDS[state] === "wrote";
	return hasLeft || !reason ? WORDS[state] : `${WORDS[state]}: ${reason}`;
}
