import { z } from "zod";
import { RECORD_TYPES } from "../records/schema.ts";
import { FIELD_KINDS } from "./schema.ts";

const label = (error: string) => z.string({ error }).trim().min(1, error).max(100, "Write 100 characters at most.");

/** What a field's choices are called, one a line; the first spelling of a word counts. */
export const OptionLabels = z.array(label("Write what the choice is called.")).max(200, "Give 200 choices at most.");

export const NewField = z.object({
	recordType: z.enum(RECORD_TYPES, "Choose what the field is for."),
	label: label("Give the field a name."),
	kind: z.enum(FIELD_KINDS, "Choose what the field holds."),
	required: z.boolean().default(false),
	options: OptionLabels.default([]),
});
export type NewField = z.input<typeof NewField>;

/** A field as its settings are saved: options that stay keep their ids, new ones have none. */
export const FieldChange = z.object({
	version: z.int().positive().optional(),
	label: label("Give the field a name."),
	required: z.boolean(),
	options: z
		.array(
			z.object({ id: z.uuid().optional(), label: label("Write what the choice is called."), archived: z.boolean() }),
		)
		.max(200, "Give 200 choices at most.")
		.optional(),
});
export type FieldChange = z.output<typeof FieldChange>;
