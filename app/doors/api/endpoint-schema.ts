import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { isNear, readDate } from "#app/base/time.ts";

// The pieces that endpoints' schemas are built of.

/** An instant as it leaves: RFC 3339 in UTC, from a Date or such a text. */
export const instantOut = z.preprocess(
	(value) => (value instanceof Date ? value.toISOString() : value),
	z.iso.datetime().meta({ pattern: undefined }),
);

/** An instant as it comes: RFC 3339 with `Z` or an offset. */
export const instantIn = z.iso
	.datetime({ offset: true, error: "Give an instant such as 2026-11-23T15:00:00Z" })
	.transform((text) => new Date(text))
	.refine(isNear, "Give an instant between 1900 and 2199");

/** A day as it comes: `2026-11-23`. */
export const dayIn = z
	.string()
	.refine((text) => readDate(text) !== undefined, "Give a day such as 2026-11-23")
	.meta({ format: "date" });

/** How many a page holds: 50 unless asked, 100 at most. */
export const pageLimit = z.coerce.number().int().min(1).max(100).default(50);

/** A cursor as it comes: what `next` said. Anything else is a fault of that field. */
export const cursorIn = z.string().max(200).optional().describe("`next` of the page before");

/** A page of a list as it leaves. */
export function pageOf<Item extends z.ZodType>(item: Item) {
	return z.object({
		data: z.array(item),
		next: z.string().nullable().describe("The cursor of the next page; null on the last one"),
	});
}

/** A list's place in its order as an opaque text, or null after the last page. */
export function writeCursor(place: unknown): string | null {
	return place === null ? null : Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The place that a cursor stands for, as `schema` says it is. Throws 422 for any other text. */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | undefined {
	if (cursor === undefined) return undefined;
	try {
		return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
	} catch {
		const message = "This cursor is none of this list's";
		throw invalid("Some fields cannot be accepted.", { cursor: [message] });
	}
}
