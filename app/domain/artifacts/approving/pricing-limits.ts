import { DEFAULT_LIMITS, type PricingLimits } from "#app/domain/artifacts/rules/pricing.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type StoredLimits = { limits: PricingLimits; version: number; by: string | null };

/** What the organisation lets a price do without a manager; ours as version 0 until it sets its own. */
export async function readPricingLimits(ctx: Ctx): Promise<StoredLimits> {
	authorize(ctx, "success.view");
	const row = await ctx.db
		.selectFrom("pricing_limits")
		.select(["least_uplift", "most_uplift", "most_discount", "version", "by_name"])
		.executeTakeFirst();
	if (!row) return { limits: DEFAULT_LIMITS, version: 0, by: null };
	return {
		limits: limitsOf(row),
		version: row.version,
		by: row.by_name,
	};
}

type Row = { least_uplift: number; most_uplift: number; most_discount: number };

/** Limits as they are stored, or ours where the organisation set none. */
export const limitsOf = (row: Row | null): PricingLimits =>
	row === null
		? DEFAULT_LIMITS
		: {
				leastUplift: row.least_uplift / 100,
				mostUplift: row.most_uplift / 100,
				mostDiscount: row.most_discount / 100,
			};
