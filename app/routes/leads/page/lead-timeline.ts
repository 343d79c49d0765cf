import { MOVE_CAUSES } from "#app/domain/events/labels.ts";
import type { LeadState } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import type { TimelineEntry } from "#app/ui/records/timeline.tsx";

type LeadEvent = {
	id: string;
	at: string;
	name: string;
	who: string;
	changes: Record<string, [string | null, string | null]>;
	data: Record<string, string | number | null>;
};

const STOPS: Record<string, string> = {
	replied: "because the customer replied",
	booked: "because an appointment was booked",
	"opted-out": "because the customer wants no more messages",
	member: "by hand",
	"lead-closed": "because the lead was closed",
	"other-customer": "because the order names another customer",
};

/** An event of a lead in words; what has none of its own is told by its name. */
export function timelineEntry(event: LeadEvent): TimelineEntry {
	const { id, at, name, data } = event;
	// The sequence noticed that somebody booked; it booked nothing itself.
	const who = name === "lead.state-changed" && data.cause ? "Perigee" : event.who;
	return { id, at, who, ...wordsOf(event) };
}

function wordsOf({ name, changes, data }: LeadEvent): Pick<TimelineEntry, "icon" | "tone" | "what" | "text"> {
	const [noun = "", verb = ""] = name.split(".");
	const reason = typeof data.reason === "string" && data.reason ? { text: data.reason } : {};
	if (noun === "touch") return { icon: "send", what: touchWords(verb, data), ...reason };
	switch (name) {
		case "lead.created":
			return { icon: "plus", tone: "info", what: "brought this lead" };
		case "lead.state-changed":
			return {
				icon: "arrow-right",
				tone: "accent",
				what: `moved it to ${stateWord(changes.state?.[1])} ${MOVE_CAUSES[String(data.cause)] ?? ""}`.trim(),
			};
		case "lead.changed":
			return { icon: "settings", what: `changed ${Object.keys(changes).map(fieldWord).join(", ") || "this lead"}` };
		case "enrollment.started":
			return { icon: "workflow", what: "started the sequence" };
		case "enrollment.paused":
			return { icon: "clock", tone: "warn", what: "paused the sequence" };
		case "enrollment.resumed":
			return { icon: "clock", what: "let the sequence go on" };
		case "enrollment.stopped":
			return { icon: "close", what: `stopped the sequence ${STOPS[String(data.reason)] ?? ""}`.trim() };
		case "appointment.booked":
			return { icon: "calendar", tone: "good", what: "booked an appointment" };
		case "appointment.moved":
			return { icon: "calendar", what: "moved the appointment" };
		case "appointment.cancelled":
			return { icon: "calendar", tone: "warn", what: "cancelled the appointment" };
		case "conversation.person-wanted":
			return { icon: "message", tone: "warn", what: "asked for a person in the chat" };
		case "task.created":
			return { icon: "check", tone: "info", what: `raised a task: ${data.title}` };
		case "task.completed":
			return { icon: "check", tone: "good", what: `completed a task: ${data.title}` };
		case "task.skipped":
			return { icon: "check", what: `skipped a task: ${data.title}` };
		case "task.reopened":
			return { icon: "check", tone: "warn", what: `opened a task again: ${data.title}` };
		default:
			return { icon: "activity", what: `${noun} ${verb.replaceAll("-", " ")}`, ...reason };
	}
}

function touchWords(verb: string, data: LeadEvent["data"]): string {
	const what = `touch ${data.position} (${CHANNEL_LABELS[String(data.channel)] ?? data.channel})`;
	if (verb === "moved") return `moved ${what} to a later time`;
	if (verb === "scheduled") return `put ${what} off`;
	if (verb === "sending") return `handed ${what} to the outbox`;
	return `${what}: ${verb}`;
}

function stateWord(state: string | null | undefined): string {
	return LEAD_STATE_LABELS[state as LeadState]?.toLowerCase() ?? String(state);
}

function fieldWord(name: string): string {
	return { ownerId: "the owner", title: "the title", valueCents: "the value" }[name] ?? name;
}
