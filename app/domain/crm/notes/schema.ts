import { z } from "zod";
import { isNear } from "#app/base/time.ts";

export const NOTE_KINDS = ["note", "call", "meeting"] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

export const NOTE_KIND_LABELS: Readonly<Record<NoteKind, string>> = { note: "Note", call: "Call", meeting: "Meeting" };

const instant = z.date("Give a day and a time.").refine(isNear, "Give a day between 1900 and 2199.");

/** What a member writes down. `happenedAt` and `minutes` are of calls and meetings. */
export const NoteFields = z.object({
	kind: z.enum(NOTE_KINDS, "Choose what it was."),
	body: z
		.string({ error: "Write what there is to remember." })
		.trim()
		.min(1, "Write what there is to remember.")
		.max(10_000, "Write 10,000 characters at most."),
	happenedAt: instant.optional(),
	minutes: z
		.int("Write whole minutes.")
		.min(1, "Write one minute at least.")
		.max(1_440, "Write a day's minutes at most.")
		.nullable()
		.optional(),
});
export type NoteFields = z.output<typeof NoteFields>;
