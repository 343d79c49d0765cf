import type { Detail } from "#app/domain/events/event-details.ts";
import type { Piece } from "#app/domain/events/say-event.ts";

/** What a timeline can be narrowed to, as its address says it. */
export const TIMELINE_KINDS = ["all", "messages", "notes", "appointments", "tasks", "leads", "changes"] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export const TIMELINE_KIND_LABELS: Readonly<Record<TimelineKind, string>> = {
	all: "All",
	messages: "Messages",
	notes: "Notes and calls",
	appointments: "Appointments",
	tasks: "Tasks",
	leads: "Leads",
	changes: "Changes",
};

/** The kind that an address names; everything where it names none. */
export function readTimelineKind(text: string | null | undefined): TimelineKind {
	return TIMELINE_KINDS.find((kind) => kind === text) ?? "all";
}

/** Where an entry comes from: a row of its own, or an event. */
export type EntrySource = "message" | "note" | "appointment" | "task" | "event";

/** One thing that happened. Names in `sentence` are as they are now; `text` is what was said or written, cut. */
export type TimelineEntry = {
	id: string;
	source: EntrySource;
	/** ISO. */
	at: string;
	/** The event's name, `note.call`, `message.in`, …: what icon and colour follow from. */
	name: string;
	sentence: Piece[];
	text: string | null;
	details: Detail[];
	/** A word beside it: the channel or the state. */
	badge: string | null;
	/** What it can be read in full at. */
	link: { type: string; id: string } | null;
};
