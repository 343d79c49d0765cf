import type { FieldErrors } from "#app/base/errors.ts";
import type { Values } from "#app/domain/crm/records/rules.ts";
import type { FormReply } from "#app/doors/form.ts";
import type { Typed } from "./field-text.ts";
import { type FormField, inputName } from "./form-fields.ts";
import type { Hits } from "./saving/record-form-input.ts";

/** What was typed before the form came back, by input name; undefined when it did not. */
export function typedOf(reply: FormReply | undefined): Typed | undefined {
	if (!reply?.result.initialValue) return undefined;
	const { fields, ...own } = reply.result.initialValue as Record<string, unknown>;
	const custom = Object.entries((fields ?? {}) as Record<string, unknown>);
	const all = [...Object.entries(own), ...custom.map(([key, value]) => [`fields.${key}`, value] as const)];
	const typed: Record<string, string | string[]> = {};
	for (const [name, value] of all) {
		if (typeof value === "string") typed[name] = value;
		else if (Array.isArray(value)) typed[name] = value.map(String);
	}
	return typed;
}

/** The form's errors by input name. Remix's encoder sends no prototype, conform's nulls are no errors. */
export function errorsOf(reply: FormReply | undefined): FieldErrors {
	const all = Object.entries(reply?.result.error ?? {});
	return Object.fromEntries(all.flatMap(([name, messages]) => (messages ? [[name, messages]] : [])));
}

/** Both sides of an edit that met another: what stands there now, and what the editor typed. */
export type Clash = { current: Values; version: number; clashes: string[]; joined: string[]; by: string };

export function clashOf(reply: FormReply | undefined): Clash | undefined {
	const detail = reply?.detail as Partial<Clash> | undefined;
	return detail?.clashes && detail.current ? (detail as Clash) : undefined;
}

/** The version whose other side the editor saw and decided on; it holds while the form comes back for something else. */
export function decidedOf(reply: FormReply | undefined, clash: Clash | undefined): string | undefined {
	if (clash) return String(clash.version);
	const { decided } = (reply?.result.initialValue ?? {}) as { decided?: unknown };
	return typeof decided === "string" ? decided : undefined;
}

/** A name that was typed for a record: those among which to choose, or the one that was chosen for it before. */
export type Asked = { hits: Hits[string]; chosen: string | undefined };

export function askedOf(field: FormField, reply: FormReply | undefined): Asked {
	const { hits } = (reply?.detail ?? {}) as { hits?: Hits };
	const { chosen, asked, ...own } = (reply?.result.initialValue ?? {}) as Record<string, Record<string, unknown>>;
	const isSame = asked !== undefined && (asked[field.name] as unknown) === own[field.name];
	const one = isSame ? chosen?.[field.name] : undefined;
	return { hits: hits?.[field.name] ?? [], chosen: typeof one === "string" ? one : undefined };
}

/** What was typed for a field, else what the record holds. An input that came back empty was emptied. */
export function startOf(
	field: FormField,
	typed: Typed | undefined,
	kept: string | string[],
): string | readonly string[] {
	return typed ? (typed[inputName(field.name)] ?? "") : kept;
}
