import { conflict } from "#app/base/errors.ts";
import { hundredths, type PricingLimits } from "#app/domain/artifacts/rules/pricing.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { readPricingLimits } from "./pricing-limits.ts";

/**
 * Sets what a price may do without a manager; versions that are approved stay so. `version`: the one that was looked at, 409
 * when somebody set others since. The same again changes nothing.
 */
export async function saveLimits(
	ctx: Ctx,
	{ version, limits }: { version: number; limits: PricingLimits },
): Promise<boolean> {
	authorize(ctx, "success.manage");
	const before = await readPricingLimits(ctx);
	if (before.version !== version) throw faster();
	const names = Object.keys(limits) as (keyof PricingLimits)[];
	const changed = names.filter((name) => limits[name] !== before.limits[name]);
	if (changed.length === 0) return false;
	const row = {
		least_uplift: hundredths(limits.leastUplift),
		most_uplift: hundredths(limits.mostUplift),
		most_discount: hundredths(limits.mostDiscount),
		...{ version: version + 1, by_name: ctx.actor.name, updated_at: ctx.now },
	};
	const saved = await ctx.db
		.insertInto("pricing_limits")
		.values({ org_id: ctx.org, ...row })
		.onConflict((clash) => clash.column("org_id").doUpdateSet(row).where("pricing_limits.version", "=", version))
		.returning("version")
		.executeTakeFirst();
	if (!saved) throw faster();
	await ctx.record({
		name: "pricing-limits.changed",
		subject: { type: "organisation", id: ctx.org },
		changes: Object.fromEntries(changed.map((name) => [name, [before.limits[name], limits[name]]])),
	});
	return true;
}

const faster = () => conflict("Somebody else changed the limits meanwhile. Load the page again to see theirs.");
