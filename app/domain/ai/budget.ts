import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#db/context.ts";

/** The column `organisations.ai`. Millionths of a US dollar for a calendar month; absent: no limit. */
export const AiSettings = z.object({ monthlyBudgetMicros: z.number().int().min(0).optional() }).catch({});

/**
 * Whether this month's calls to models, in the organisation's zone, have used up its budget. Calls whose cost is not
 * known count nothing; calls under way together may overrun it by what they cost.
 */
export async function isOverBudget(ctx: Ctx): Promise<boolean> {
	const { budget, spent } = await read(ctx, sql`o.ai ? 'monthlyBudgetMicros'`);
	return budget !== null && spent >= budget;
}

/** The month's budget and what it has seen spent so far, in millionths of a US dollar; null: no limit. One query. */
export function readBudget(ctx: Ctx): Promise<{ budget: number | null; spent: number }> {
	return read(ctx, sql`true`);
}

/** The sum is taken where it is asked for only: most organisations have no budget, and many calls. */
async function read(ctx: Ctx, isAsked: RawBuilder<unknown>): Promise<{ budget: number | null; spent: number }> {
	const { rows } = await sql<{ ai: unknown; spent: string | number | null }>`
		select o.ai, case when ${isAsked} then (select sum(c.cost_micros) from ai_calls c where c.org_id = o.id
			and c.at >= date_trunc('month', ${ctx.now}::timestamptz at time zone o.time_zone) at time zone o.time_zone) end as spent
		from organisations o where o.id = ${ctx.org}`.execute(ctx.db);
	return { budget: AiSettings.parse(rows[0]?.ai).monthlyBudgetMicros ?? null, spent: Number(rows[0]?.spent ?? 0) };
}
