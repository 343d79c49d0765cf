import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { firstInstantFrom, isNear, wallAt } from "#app/base/time.ts";
import { NOTE_KINDS, NoteFields } from "#app/domain/crm/notes/schema.ts";

/** The form of a note as it is posted; `at` is on the reader's clocks. */
export const NoteForm = z.object({
	version: z.coerce.number().int().positive().optional(),
	kind: z.enum(NOTE_KINDS, "Choose what it was.").default("note"),
	body: NoteFields.shape.body,
	at: z.string().max(40).optional(),
	minutes: z.string().max(10).optional(),
});

/** What a command takes of the form; `zone` is the reader's. Throws 422 by field. */
export function noteInput({ kind, body, at, minutes }: z.output<typeof NoteForm>, zone: string) {
	const length = minutes === undefined ? null : Number(minutes);
	if (length !== null && (!Number.isInteger(length) || length < 1 || length > 1_440)) {
		throw invalid("This is no length.", { minutes: ["Write minutes from 1 to 1,440."] });
	}
	return { kind, body, minutes: length, ...(at === undefined ? {} : { happenedAt: instantOf(at, zone) }) };
}

function instantOf(text: string, zone: string): Date {
	const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
	if (!isNear(wall)) throw invalid("This is no time.", { at: ["Choose a day and a time."] });
	return new Date(firstInstantFrom(wall, zone));
}

/** An instant as its input holds it, on the reader's clocks. */
export function localText(at: string, zone: string): string {
	return new Date(wallAt(Date.parse(at), zone)).toISOString().slice(0, 16);
}
