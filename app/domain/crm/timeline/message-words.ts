import { type Piece, sayAt } from "#app/domain/events/say-event.ts";

const THINGS: Readonly<Record<string, string>> = {
	email: "an email",
	sms: "an SMS",
	chat: "a chat message",
	push: "a push message",
	webhook: "a message",
};

/** What became of a message, around what it is: only what left was sent. */
const STATES: Readonly<Record<string, (thing: string) => string>> = {
	draft: (thing) => `began ${thing}`,
	held: (thing) => `wrote ${thing}, which is held`,
	scheduled: (thing) => `wrote ${thing}, which waits for its time`,
	queued: (thing) => `wrote ${thing}, which is about to be sent`,
	sending: (thing) => `is sending ${thing}`,
	sent: (thing) => `sent ${thing}`,
	delivered: (thing) => `sent ${thing}, which arrived`,
	bounced: (thing) => `sent ${thing}, which came back`,
	failed: (thing) => `could not send ${thing}`,
	suppressed: (thing) => `did not send ${thing}`,
	uncertain: (thing) => `sent ${thing}; whether it went out is not known`,
};

const CHANNELS: Readonly<Record<string, string>> = { email: "email", sms: "SMS", chat: "chat", push: "push" };

/** The sentence of a message and the word beside it. `person` is the customer. */
export function messageWords(
	body: Readonly<Record<string, unknown>>,
	person: Piece,
	zone: string,
): { sentence: Piece[]; badge: string | null } {
	const { direction, channel, state, reason, author, authorKind, plannedAt } = body;
	const badge = CHANNELS[String(channel)] ?? null;
	if (direction === "in") {
		return { sentence: [person, { text: channel === "chat" ? " wrote in the chat" : ` wrote by ${badge}` }], badge };
	}
	const who = AUTHORS[String(authorKind)] ?? (author ? String(author) : "Perigee");
	if (channel === "chat") return { sentence: [{ text: `${who} answered in the chat` }], badge };
	const done = STATES[String(state)] ?? ((thing: string) => `wrote ${thing}`);
	const waits = state === "scheduled" && typeof plannedAt === "string" ? ` (${sayAt(new Date(plannedAt), zone)})` : "";
	const because = reason && !["sent", "delivered"].includes(String(state)) ? `: ${reason}` : "";
	const words = `${who} ${done(THINGS[String(channel)] ?? "a message")}${waits}${because}`;
	return { sentence: [{ text: words }], badge };
}

const AUTHORS: Readonly<Record<string, string>> = {
	assistant: "The assistant",
	system: "Perigee",
	workflow: "Perigee",
};
