import { minorAsText } from "#app/base/words/money-text.ts";
import { numberAsText } from "#app/base/words/number-text.ts";
import { showFieldValue } from "#app/domain/crm/fields/rules.ts";
import type { FieldValue } from "#app/domain/crm/fields/schema.ts";
import type { Choices } from "#app/domain/crm/records/reads/choice-queries.ts";
import type { Values } from "#app/domain/crm/records/rules.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { formatMoney } from "#app/ui/signs/money.tsx";
import type { FormField } from "./form-fields.ts";

/** What a form was given back with, by input name: one text, or several of boxes. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** A value as its input holds it. */
export function inputText(field: FormField, values: Values): string | string[] {
	const value = values[field.name] ?? null;
	if (value === null) return "";
	if (Array.isArray(value)) return value;
	if (field.control === "money") return minorAsText(Number(value), currencyOf(values));
	if (field.custom?.kind === "yes-no") return value ? "yes" : "no";
	if (field.custom?.kind === "number") return numberAsText(Number(value));
	return String(value);
}

/** A value in words, for the side column and both sides of a conflict; "" for none. */
export function shownText(field: FormField, value: FieldValue, { values, names }: Shown): string {
	if (value === null || value === "") return "";
	if (field.custom)
		return field.custom.kind === "date" ? formatDate(String(value)) : showFieldValue(field.custom, value);
	switch (field.control) {
		case "money":
			return formatMoney(Number(value), currencyOf(values));
		case "date":
			return formatDate(String(value));
		case "select":
			return field.options?.find((option) => option.value === value)?.label ?? String(value);
		case "owner":
		case "account":
		case "contact":
		case "stage":
			return names[String(value)] ?? "Somebody or something that is gone";
		default:
			return String(value);
	}
}

/** `names` are by id. */
type Shown = { values: Values; names: Readonly<Record<string, string>> };

/** The names of everything that a form offers, by id. */
export function namesOf(choices: Choices): Record<string, string> {
	const all = [...choices.members.list, ...choices.accounts.list, ...choices.contacts.list, ...choices.stages];
	return Object.fromEntries(all.map(({ id, name }) => [id, name]));
}

export function currencyOf(values: Values): string {
	const code = String(values.currency ?? "USD");
	return /^[A-Z]{3}$/.test(code) ? code : "USD";
}
