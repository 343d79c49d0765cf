import { z } from "zod";
import { dateAt, dayBounds } from "#app/base/time.ts";
import type { Ctx } from "#db/context.ts";

/** The column `organisations.ai`. Millionths of a US dollar for a calendar month; absent: no limit. */
export const AiSettings = z.object({ monthlyBudgetMicros: z.number().int().min(0).optional() }).catch({});

/**
 * Whether this month's calls to models, in the organisation's zone, have used up its budget. Calls whose cost is not
 * known count nothing; calls under way together may overrun it by what they cost.
 */
export async function isOverBudget(ctx: Ctx): Promise<boolean> {
	const org = await ctx.db
		.selectFrom("organisations")
		.select(["ai", "time_zone"])
		.where("id", "=", ctx.org)
		.executeTakeFirstOrThrow();
	const { monthlyBudgetMicros } = AiSettings.parse(org.ai);
	if (monthlyBudgetMicros === undefined) return false;
	const first = `${dateAt(ctx.now.getTime(), org.time_zone).slice(0, 7)}-01`;
	const { spent } = await ctx.db
		.selectFrom("ai_calls")
		.select((eb) => eb.fn.coalesce(eb.fn.sum<number>("cost_micros"), eb.lit(0)).as("spent"))
		.where("at", ">=", new Date(dayBounds(first, org.time_zone).startsAt))
		.executeTakeFirstOrThrow();
	return Number(spent) >= monthlyBudgetMicros;
}
