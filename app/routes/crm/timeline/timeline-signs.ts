import type { Tone } from "#app/ui/signs/badge.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";

type Sign = { icon: IconName; tone?: Tone };

const NAMES: Readonly<Record<string, Sign>> = {
	"message.in": { icon: "message", tone: "info" },
	"message.out": { icon: "send" },
	"note.note": { icon: "file", tone: "accent" },
	"note.call": { icon: "phone", tone: "accent" },
	"note.meeting": { icon: "people", tone: "accent" },
	"appointment.booked": { icon: "calendar", tone: "good" },
	"appointment.completed": { icon: "calendar", tone: "good" },
	"appointment.cancelled": { icon: "calendar", tone: "warn" },
	"appointment.no-show": { icon: "calendar", tone: "bad" },
	"appointment.missed": { icon: "calendar", tone: "bad" },
	"task.open": { icon: "check", tone: "info" },
	"task.done": { icon: "success", tone: "good" },
	"lead.created": { icon: "plus", tone: "info" },
	"lead.state-changed": { icon: "arrow-right", tone: "accent" },
	"deal.moved": { icon: "arrow-right", tone: "accent" },
	"contact.erased": { icon: "lock", tone: "warn" },
	"suppression.added": { icon: "bell", tone: "warn" },
};

const NOUNS: Readonly<Record<string, IconName>> = {
	account: "building",
	appointment: "calendar",
	contact: "person",
	conversation: "message",
	enrollment: "workflow",
	link: "link",
	tag: "tag",
	task: "check",
};

const ENDS: Readonly<Record<string, Sign>> = {
	created: { icon: "plus", tone: "info" },
	trashed: { icon: "trash", tone: "warn" },
	restored: { icon: "undo" },
	changed: { icon: "settings" },
};

/** The icon and the colour of an entry, by its name. */
export function signOf(name: string): Sign {
	const [noun = "", verb = ""] = name.split(".");
	return NAMES[name] ?? ENDS[verb] ?? { icon: NOUNS[noun] ?? "activity" };
}
