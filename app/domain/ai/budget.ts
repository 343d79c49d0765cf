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
	const org = await readOrganisation(ctx);
	return org.budget !== null && (await readSpent(ctx, org.zone)) >= org.budget;
}

/** The month's budget and what it has seen spent so far, in millionths of a US dollar; null: no limit. */
export async function readBudget(ctx: Ctx): Promise<{ budget: number | null; spent: number }> {
	const { budget, zone } = await readOrganisation(ctx);
	return { budget, spent: await readSpent(ctx, zone) };
}

async function readOrganisation(ctx: Ctx): Promise<{ budget: number | null; zone: string }> {
	const { ai, time_zone: zone } = await ctx.db
		.selectFrom("organisations")
		.select(["ai", "time_zone"])
		.where("id", "=", ctx.org)
		.executeTakeFirstOrThrow();
	return { budget: AiSettings.parse(ai).monthlyBudgetMicros ?? null, zone };
}

async function readSpent(ctx: Ctx, zone: string): Promise<number> {
	const first = `${dateAt(ctx.now.getTime(), zone).slice(0, 7)}-01`;
	const { spent } = await ctx.db
		.selectFrom("ai_calls")
		.select((eb) => eb.fn.coalesce(eb.fn.sum<number>("cost_micros"), eb.lit(0)).as("spent"))
		.where("at", ">=", new Date(dayBounds(first, zone).startsAt))
		.executeTakeFirstOrThrow();
	return Number(spent);
}
