import { z } from "zod";
import { AppError, type FieldErrors } from "#app/base/errors.ts";
import { minorFrom } from "#app/base/words/money-text.ts";
import { readTyped } from "#app/domain/crm/fields/rules.ts";
import type { Named } from "#app/domain/crm/records/reads/find-named.ts";
import { resolveName, resolveNamed } from "#app/domain/crm/records/reads/resolve-names.ts";
import { type FormField, inputName } from "../form-fields.ts";

const version = z.coerce.number().int().positive().optional();
const text = z.string().max(10_000, "Write 10,000 characters at most.");

type Ctx = Parameters<typeof resolveName>[0];

/** The records among which a form that came back asks to choose, by field. */
export type Hits = Readonly<Record<string, readonly Named[]>>;

/** A record's form as it is posted: texts by field, custom ones by key under `fields`. What is empty is absent. */
export const RecordForm = z
	.object({
		...{ version, decided: version },
		fields: z.record(z.string(), z.union([text, z.array(text)])).optional(),
		// Of a name that several have, or nobody: which was chosen, and for what that was typed.
		chosen: z.record(z.string(), text).optional(),
		asked: z.record(z.string(), text).optional(),
	})
	.catchall(text);
export type RecordForm = z.output<typeof RecordForm>;

/**
 * What a command takes of the fields that a form has: an empty one is null, an amount its smallest unit. `currency` is
 * the record's, unless the form has one. Throws 422 by field for amounts that are none, and for names that not exactly
 * one record has, with those to choose among as `hits`.
 */
export async function commandInput(ctx: Ctx, form: RecordForm, fields: readonly FormField[], currency: string) {
	const errors: FieldErrors = {};
	const hits: Record<string, Named[]> = {};
	const input: Record<string, unknown> = {};
	const custom: Record<string, string | string[] | null> = {};
	const given = typeof form.currency === "string" && /^[A-Z]{3}$/.test(form.currency) ? form.currency : currency;
	for (const field of fields) {
		const typed = form[field.name];
		const line = typeof typed === "string" ? typed : "";
		if (field.custom) custom[field.custom.key] = typedIn(field, form.fields?.[field.custom.key] ?? null, errors);
		else if (field.control === "money") input[field.name] = amountOf(field, line, { currency: given, errors });
		else if (isReference(field.control)) {
			const meant = chosenFor(form, field.name) ?? line;
			const resolved =
				field.control === "owner"
					? await resolveNamed(ctx, "member", meant)
					: await resolveName(ctx, field.control, meant);
			if ("id" in resolved) input[field.name] = resolved.id;
			else {
				errors[inputName(field.name)] = [resolved.error];
				hits[field.name] = resolved.hits;
			}
		} else input[field.name] = line === "" ? null : line;
	}
	if (Object.keys(errors).length > 0) {
		throw new AppError(422, "invalid", "Some fields cannot be accepted.", { fields: errors, data: { hits } });
	}
	const { version: began, decided } = form;
	return { ...input, version: began, decided, ...(Object.keys(custom).length > 0 ? { fields: custom } : {}) };
}

const isReference = (control: FormField["control"]) =>
	control === "account" || control === "contact" || control === "owner";

/** What was chosen for the name that still stands there; for another one it is looked anew. */
function chosenFor({ chosen, asked, ...form }: RecordForm, name: string): string | undefined {
	return asked?.[name] === form[name] ? chosen?.[name] || undefined : undefined;
}

/** A custom value as its command takes it; under its input, why it is none where it could be two. */
function typedIn(field: FormField, given: string | string[] | null, errors: FieldErrors): string | string[] | null {
	if (typeof given !== "string" || !field.custom) return given;
	const read = readTyped(field.custom, given);
	if ("text" in read) return read.text;
	errors[inputName(field.name)] = [read.error];
	return null;
}

type Amount = { currency: string; errors: FieldErrors };

function amountOf(field: FormField, text: string, { currency, errors }: Amount): number | null {
	const minor = minorFrom(text, currency);
	if (!Number.isNaN(minor)) return minor;
	errors[inputName(field.name)] = ["Write an amount such as 1250.00."];
	return null;
}
