import type { Ctx } from "#db/context.ts";

/** The currency (ISO 4217) that the organisation reckons in. */
export async function homeCurrency(ctx: Ctx): Promise<string> {
	const row = await ctx.db.selectFrom("organisations").select("currency").where("id", "=", ctx.org).executeTakeFirst();
	return row?.currency ?? "USD";
}
