import type { EventLine } from "./event-queries.ts";

type Author = EventLine["actor"];

const ASSISTANT: Author = { kind: "system", id: null, name: "Assistant" };
const PERIGEE: Author = { kind: "system", id: null, name: "Perigee" };

/**
 * Who did what an event tells. Mostly its actor; but older events name whoever's request it happened in, for what the
 * assistant said to them, for the notes of a chat, and for what the gate decided about a message to them. A lead that
 * moved because of something was moved by nobody but us.
 */
export function authorOf({ name, actor, data }: Pick<EventLine, "name" | "actor" | "data">): Author {
	if (name === "chat.answered") return ASSISTANT;
	if (name === "message.sent" && data.channel === "chat") {
		if (data.author === "system") return PERIGEE;
		return data.source === "member" ? actor : ASSISTANT;
	}
	if (name.startsWith("message.") && name !== "message.received" && actor.kind === "customer") return PERIGEE;
	return name === "lead.state-changed" && data.cause && actor.kind !== "member" ? PERIGEE : actor;
}
