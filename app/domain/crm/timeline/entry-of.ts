import { cutText } from "#app/base/words/cut-text.ts";
import { detailsOf } from "#app/domain/events/event-details.ts";
import type { EventLine } from "#app/domain/events/event-queries.ts";
import { type Piece, type Reader, sayAt, sayEvent } from "#app/domain/events/say-event.ts";
import { hideCustomerLinks } from "#app/domain/messaging/customer-links.ts";
import { messageWords } from "./message-words.ts";
import type { EntrySource, TimelineEntry } from "./schema.ts";

/** One row of the timeline's statement. `micros`: the instant in microseconds since 1970. */
export type TimelineRow = {
	source: EntrySource;
	id: string;
	at: string;
	micros: number;
	body: Record<string, unknown>;
};

/** `own` is the record whose timeline it is: it needs no link to itself. */
export type TimelineReader = Reader & { own: string };

const SHOWN = 400;
/** An import may change every field of a record at once. */
const MOST_DETAILS = 8;

/** A row in words. Customer's links stand as words: a timeline is read by many. */
export function entryOf(row: TimelineRow, reader: TimelineReader): TimelineEntry {
	const base = { id: row.id, source: row.source, at: new Date(row.at).toISOString(), details: [], text: null };
	return { ...base, ...WRITERS[row.source](row, reader) };
}

type Written = Pick<TimelineEntry, "name" | "sentence" | "badge" | "link"> & Partial<TimelineEntry>;

const WRITERS: Record<EntrySource, (row: TimelineRow, reader: TimelineReader) => Written> = {
	message: ({ body }, reader) => {
		const { conversationId, subject, text, direction } = body;
		const said = [subject, text].filter((each) => typeof each === "string" && each.trim() !== "").join("\n");
		return {
			name: `message.${direction}`,
			...messageWords(body, personOf(body.contactId, reader), reader.zone),
			text: cutText(hideCustomerLinks(said), SHOWN) || null,
			link: typeof conversationId === "string" ? { type: "conversation", id: conversationId } : null,
		};
	},
	note: ({ body }, reader) => {
		const about = body.about as { type: string; id: string };
		const minutes =
			typeof body.minutes === "number" ? ` of ${body.minutes} ${body.minutes === 1 ? "minute" : "minutes"}` : "";
		const what = { note: "wrote a note", call: `noted a call${minutes}`, meeting: `noted a meeting${minutes}` };
		return {
			name: `note.${body.kind}`,
			sentence: [
				{ text: `${body.author} ${what[body.kind as keyof typeof what] ?? "wrote"}` },
				...aside(" about ", about, reader),
			],
			text: cutText(hideCustomerLinks(String(body.text ?? "")), SHOWN * 5) || null,
			badge: null,
			link: about.id === reader.own ? null : about,
		};
	},
	appointment: ({ id, body }, reader) => {
		const place = reader.names[String(body.placeId)]?.name ?? body.memberName;
		const when = sayAt(new Date(String(body.startsAt)), reader.zone);
		return {
			name: `appointment.${body.state}`,
			sentence: [
				{ text: "Appointment: " },
				{ text: String(body.title), about: { type: "appointment", id } },
				{ text: ` on ${when}${place ? `, ${place}` : ""}` },
				...aside(", for ", { type: "contact", id: String(body.contactId) }, reader),
			],
			text: typeof body.reason === "string" ? body.reason : null,
			badge: APPOINTMENT_WORDS[String(body.state)] ?? null,
			link: { type: "appointment", id },
		};
	},
	task: ({ id, body }, { names }) => {
		const who = names[String(body.assigneeId)]?.name;
		return {
			name: `task.${body.state}`,
			sentence: [
				{ text: "Task: " },
				{ text: String(body.title), about: { type: "task", id } },
				{ text: `${who ? `, for ${who}` : ""}${body.dueOn ? `, due ${body.dueOn}` : ""}` },
			],
			badge: TASK_WORDS[String(body.state)] ?? null,
			link: { type: "task", id },
		};
	},
	event: ({ id, at, body }, reader) => {
		const event = { ...(body as unknown as EventLine), id, at: new Date(at), ip: null, userAgent: null };
		const tells = /[.](?:changed|moved|merged|unmerged|restored)$/.test(event.name);
		return {
			name: event.name,
			sentence: sayEvent(event, reader),
			details: tells ? detailsOf(event, reader).slice(0, MOST_DETAILS) : [],
			badge: null,
			link: event.subject.id === reader.own ? null : event.subject,
		};
	},
};

const APPOINTMENT_WORDS: Readonly<Record<string, string>> = {
	booked: "booked",
	cancelled: "cancelled",
	completed: "done",
	"no-show": "did not come",
};

const TASK_WORDS: Readonly<Record<string, string>> = { open: "open", done: "done", skipped: "skipped" };

function personOf(id: unknown, { names, own }: TimelineReader): Piece {
	const name = typeof id === "string" ? names[id]?.name : undefined;
	if (!name) return { text: "The customer" };
	return id === own ? { text: name } : { text: name, about: { type: "contact", id: String(id) } };
}

/** Whom or what it is about, where that is not the record of this timeline. */
function aside(words: string, about: { type: string; id: string }, { names, own }: TimelineReader): Piece[] {
	const name = names[about.id]?.name;
	return about.id === own || !name ? [] : [{ text: words }, { text: name, about }];
}
