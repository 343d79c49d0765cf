import { outsideLimits, Pricing } from "#app/domain/artifacts/rules/pricing.ts";
import { defineKind } from "./kind.ts";

/** What the account pays from its next renewal on. It begins with today's revenue, three years, nothing added or let off. */
export const pricing = defineKind<Pricing>({
	content: Pricing,
	start: (_ctx, { currency, arrCents, renewalOn }) => ({
		...{
			currency,
			startsOn: renewalOn,
			years: 3,
			upliftPercent: 0,
			upliftWay: "yearly",
			discountPercent: 0,
			notes: "",
		},
		lines: [
			{ key: "line-1", name: "Agreement", currentCents: arrCents ?? 0, upliftPercent: null, discountPercent: null },
		],
	}),
	reasons: outsideLimits,
});
