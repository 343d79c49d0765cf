import { z } from "zod";
import { AppError, tooLarge } from "#app/base/errors.ts";

/** Form posts hold text; files have a door of their own. */
export const FORM_BYTES = 2 * 1024 * 1024;
const MOST_FIELDS = 2_000;
const LONGEST_NAME = 200;
const DEEPEST_NAME = 6;
/** Below this a list may have holes, such as boxes that nobody ticked. */
const ROOMY = 50;

/** `name`, `name.part`, `list[3].part`: what conform reads as a path. */
const NAME = /^[^.[\]]+(?:\.[^.[\]]+|\[\d{0,4}\])*$/;
/** They name what objects inherit rather than what they hold. */
const INHERITED = new Set(["__proto__", "constructor", "prototype"]);

const Value = z.string().max(10_000);
const Place = z.int().min(0).max(MOST_FIELDS);
const List = z.object({ name: Value.refine(isPath) });

/** The buttons of conform that our forms have: they add to a list, take from it and change its order. */
const Intent = z.discriminatedUnion("type", [
	z.object({ type: z.literal("validate"), payload: z.object({ name: Value.refine(isPath).optional() }) }),
	z.object({
		type: z.literal("insert"),
		payload: List.extend({
			index: Place.optional(),
			defaultValue: z.union([Value, z.record(z.string(), Value)]).optional(),
		}),
	}),
	z.object({ type: z.literal("remove"), payload: List.extend({ index: Place }) }),
	z.object({ type: z.literal("reorder"), payload: List.extend({ from: Place, to: Place }) }),
]);

/**
 * The fields of a form post. What was typed is given back to the page, as deep and as wide as the fields' names say:
 * `list[4294967294]` alone would be a list of four thousand million places. Names are therefore bounded before they
 * are read, for conform as for Remix's encoder (turbo-stream 2, CVE-2026-34077). Throws 400, 413 or 415.
 */
export async function readFields(request: Request): Promise<FormData> {
	if (Number(request.headers.get("content-length") ?? 0) > FORM_BYTES) throw tooLarge("2 MB form");
	let fields: FormData;
	try {
		fields = await request.formData();
	} catch (error) {
		throw unreadable(415, error);
	}
	const names = [...fields.keys()];
	if (names.length > MOST_FIELDS) {
		throw new AppError(413, "too-many-fields", "This form has more fields than we take.");
	}
	const widest = Math.max(ROOMY, names.length);
	for (const name of names) {
		if (name === "__intent__" ? !isIntent(fields.getAll(name)) : !isPath(name) || widthOf(name) > widest) {
			throw unreadable(400);
		}
	}
	return fields;
}

function isPath(name: string): boolean {
	if (name.length > LONGEST_NAME || !NAME.test(name)) return false;
	const parts = name.split(/[.[\]]+/);
	return parts.length <= DEEPEST_NAME + 1 && name !== "__state__" && !parts.some((part) => INHERITED.has(part));
}

/** The largest place in a list that a name speaks of; an honest list has a field for each place before it. */
function widthOf(name: string): number {
	return Math.max(0, ...[...name.matchAll(/\[(\d+)\]/g)].map(([, place]) => Number(place)));
}

function isIntent(values: FormDataEntryValue[]): boolean {
	const [text, ...more] = values;
	if (typeof text !== "string" || more.length > 0) return false;
	try {
		return Intent.safeParse(JSON.parse(text)).success;
	} catch {
		return false;
	}
}

function unreadable(status: number, cause?: unknown): AppError {
	return new AppError(status, "unreadable-form", "This form could not be read. Go back and send it again.", { cause });
}
