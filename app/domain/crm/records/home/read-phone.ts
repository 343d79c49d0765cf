import { invalid } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES } from "../columns.ts";
import { countryOf, readPhoneNumber } from "./phone.ts";

/**
 * A number as a person wrote it, in E.164; null for none. Without a country code it is one of the country where the
 * organisation's first location is. Throws 422 under `phone`. What stands on the record `of` already may stay, though it
 * can be no number: whoever saves a form has not written it.
 */
export async function readPhone(
	ctx: Ctx,
	text: string | null,
	of?: { type: "contact" | "account"; id: string },
): Promise<string | null> {
	if (!text) return null;
	const read = readPhoneNumber(text, text.startsWith("+") ? "US" : await homeCountry(ctx));
	if ("number" in read) return read.number;
	if (of && (await isKept(ctx, text, of))) return text;
	throw invalid("This is no phone number.", { phone: [read.reason] });
}

async function isKept(ctx: Ctx, text: string, { type, id }: { type: "contact" | "account"; id: string }) {
	if (!isId(id)) return false;
	const row = await ctx.db.selectFrom(RECORD_TABLES[type]).select("phone").where("id", "=", id).executeTakeFirst();
	return row?.phone === text;
}

/** Where the organisation is, by the number of its first location. */
export async function homeCountry(ctx: Ctx) {
	const place = await ctx.db
		.selectFrom("locations")
		.select("phone")
		.where("phone", "is not", null)
		.orderBy("created_at")
		.orderBy("id")
		.limit(1)
		.executeTakeFirst();
	return countryOf(place?.phone);
}
