import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { readBudget } from "./budget.ts";

const DAYS = 30;

/** Calls of one purpose to one provider in the last 30 days. `costMicros` leaves out calls whose price is not known. */
export type AiUse = {
	purpose: string;
	provider: string;
	calls: number;
	failed: number;
	tokensIn: number;
	tokensOut: number;
	costMicros: number;
	unpriced: number;
	medianMs: number;
};

/** The month's budget and spending in millionths of a US dollar, and the use of models and rules by purpose (AI-2). */
export async function getAiUse(ctx: Ctx): Promise<{ budget: number | null; spent: number; use: AiUse[] }> {
	authorize(ctx, "organisation.edit");
	const { budget, spent } = await readBudget(ctx);
	const use = await ctx.db
		.selectFrom("ai_calls")
		.select((eb) => [
			"purpose",
			"provider",
			eb.fn.countAll<number>().as("calls"),
			eb.fn.countAll<number>().filterWhere("outcome", "not in", ["ok", "length", "stopped"]).as("failed"),
			eb.fn.sum<number>("tokens_in").as("tokensIn"),
			eb.fn.sum<number>("tokens_out").as("tokensOut"),
			eb.fn.coalesce(eb.fn.sum<number>("cost_micros"), eb.lit(0)).as("costMicros"),
			eb.fn.countAll<number>().filterWhere("cost_micros", "is", null).as("unpriced"),
			eb.fn
				.agg<number>("percentile_cont", [eb.lit(0.5)])
				.withinGroupOrderBy("latency_ms")
				.as("medianMs"),
		])
		.where("at", ">=", new Date(ctx.now.getTime() - DAYS * 86_400_000))
		.groupBy(["purpose", "provider"])
		.orderBy("purpose")
		.orderBy("calls", "desc")
		.limit(200)
		.execute();
	return {
		budget,
		spent,
		use: use.map((row) => ({
			purpose: row.purpose,
			provider: row.provider,
			calls: Number(row.calls),
			failed: Number(row.failed),
			tokensIn: Number(row.tokensIn),
			tokensOut: Number(row.tokensOut),
			costMicros: Number(row.costMicros),
			unpriced: Number(row.unpriced),
			medianMs: Math.round(Number(row.medianMs)),
		})),
	};
}
