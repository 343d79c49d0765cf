import type { z } from "zod";
import { type FieldErrors, invalid } from "#app/base/errors.ts";

/**
 * What a schema makes of a command's input, without what is absent: forms, imports and the API meet the same rules.
 * Throws 422 by field.
 */
export function checkFields<Schema extends z.ZodObject>(schema: Schema, input: unknown): Given<z.output<Schema>> {
	const parsed = schema.safeParse(input);
	if (parsed.success) {
		const given = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
		return Object.fromEntries(given) as Given<z.output<Schema>>;
	}
	const fields: FieldErrors = {};
	for (const { path, message } of parsed.error.issues) {
		const field = path.join(".");
		fields[field] = [...(fields[field] ?? []), message];
	}
	throw invalid("Some fields cannot be accepted.", fields);
}

type Given<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };
