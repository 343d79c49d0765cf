import { invalid } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import { asE164, countryOf } from "./phone.ts";

/**
 * A number as a person wrote it, in E.164; null for none. Without a country code it is one of the country where the
 * organisation's first location is. Throws 422 under `phone`.
 */
export async function readPhone(ctx: Ctx, text: string | null): Promise<string | null> {
	if (!text) return null;
	const phone = asE164(text, text.startsWith("+") ? "US" : await homeCountry(ctx));
	if (!phone) throw invalid("This is no phone number.", { phone: ["Write a number such as +1 206 555 0100."] });
	return phone;
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
