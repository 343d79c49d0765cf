import { type FieldErrors, invalid } from "#app/base/errors.ts";
import { parseFieldValue } from "./rules.ts";
import type { CustomField, FieldValue } from "./schema.ts";

/** Custom values by key as they come: texts of forms and files, or the API's JSON. */
export type GivenFields = Readonly<Record<string, unknown>>;

/**
 * The values by field id of what was given by key. `whole`: the record is new, so every required field must be among
 * them. Throws 422 with `fields.<key>` for unknown keys, values that do not fit, and required ones without a value.
 */
export function readGivenFields(
	fields: readonly CustomField[],
	given: GivenFields,
	{ kept = {}, whole = false }: { kept?: Readonly<Record<string, FieldValue>>; whole?: boolean } = {},
): Record<string, FieldValue> {
	const values: Record<string, FieldValue> = {};
	const errors: FieldErrors = {};
	for (const key of Object.keys(given)) {
		if (!fields.some((field) => field.key === key)) errors[`fields.${key}`] = ["There is no such field."];
	}
	for (const field of fields) {
		if (!Object.hasOwn(given, field.key) && !(whole && field.required)) continue;
		const text = asText(given[field.key]);
		const parsed = text === undefined ? { error: "This is no value." } : parseFieldValue(field, text, kept[field.id]);
		if ("error" in parsed) errors[`fields.${field.key}`] = [parsed.error];
		else values[field.id] = parsed.value;
	}
	if (Object.keys(errors).length > 0) throw invalid("Some fields cannot be accepted.", errors);
	return values;
}

/** The text, or the texts, that a JSON value stands for; undefined for what stands for none. */
function asText(value: unknown): string | string[] | undefined {
	if (value === null || value === undefined) return "";
	if (typeof value === "string") return value;
	if (typeof value === "number" || typeof value === "boolean") return String(value);
	return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined;
}
