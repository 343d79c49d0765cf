import { z } from "zod";
import { isId } from "#app/base/ids.ts";

// Settings that may hold `{{ expressions }}`. A hole that stands alone keeps its value's type, so numbers, yes and no and
// nothing come here too and are taken as the texts they stand for.

const asText = (value: unknown): unknown => {
	if (value === null || value === undefined) return "";
	if (typeof value === "string") return value;
	return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** A text that something must have, or `missing` is said. */
export const needed = (missing: string, most = 2_000) =>
	z.preprocess(
		asText,
		z
			.string()
			.trim()
			.min(1, missing)
			.max(most, `${most.toLocaleString("en")} characters at most`),
	);

/** A text that may be left out. */
export const optional = (most = 2_000) =>
	z.preprocess(
		asText,
		z
			.string()
			.trim()
			.max(most, `${most.toLocaleString("en")} characters at most`),
	);

const holdsId = (text: string) => text.includes("{{") || isId(text);

/** The id of something, in small letters. */
export const neededId = (missing: string) =>
	needed(missing, 500)
		.refine(holdsId, "this is no id; an expression such as {{ trigger.subject.id }} finds one")
		.transform((text) => (isId(text) ? text.toLowerCase() : text));

/** An id that may be left out: then an empty text. */
export const optionalId = () =>
	optional(500)
		.refine(
			(text) => text === "" || holdsId(text),
			"this is no id; an expression such as {{ trigger.subject.id }} finds one",
		)
		.transform((text) => (isId(text) ? text.toLowerCase() : text));

/** A member, chosen by name or by an expression; or nobody in particular: then an empty text. */
export const optionalMember = () =>
	optional(500)
		.refine(
			(text) => text === "" || holdsId(text),
			"choose a member, or write an expression such as {{ trigger.event.data.ownerId }}",
		)
		.transform((text) => (isId(text) ? text.toLowerCase() : text));

/** Names with values, as a form's pairs. */
export const pairs = (most = 50) =>
	z
		.array(
			z.strictObject({
				name: z.string().trim().min(1, "a name is missing").max(120),
				value: z.preprocess(asText, z.string().max(20_000)),
			}),
		)
		.max(most, `${most} at most`)
		.default([])
		.refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "two have the same name");

export type Pair = { name: string; value: string };
