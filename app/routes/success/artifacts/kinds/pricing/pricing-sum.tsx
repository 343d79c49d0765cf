import { type Pricing, workOutPricing } from "#app/domain/artifacts/rules/pricing.ts";
import { Money } from "#app/ui/signs/money.tsx";
import type { Posted } from "../view.ts";
import { readPricing } from "./read-pricing.ts";

/** What the figures come to: as the form was opened, and with JavaScript as one types. */
export function PricingSum({ values }: { values: Posted }) {
	const sum = sumOf(values);
	return (
		<p role="status" className="pricing-sum">
			{sum ? (
				<>
					Together <strong>{sum.money(sum.totalCents)}</strong> over {sum.years === 1 ? "1 year" : `${sum.years} years`}
					, {sum.money(sum.averageCents)} a year on average; today {sum.money(sum.currentCents)} a year.
				</>
			) : (
				<span className="muted">The sum stands here once the lines have their amounts.</span>
			)}
		</p>
	);
}

/** Null while what is typed cannot be read, or comes to nothing that could be paid. */
function sumOf(values: Posted) {
	try {
		const pricing = readPricing(values) as Pricing;
		if (pricing.lines.length === 0 || !(pricing.years >= 1 && pricing.years <= 5)) return null;
		const { totalCents, averageCents, currentCents } = workOutPricing(pricing);
		if (![totalCents, averageCents, currentCents].every(Number.isSafeInteger)) return null;
		const money = (minor: number) => <Money minor={minor} currency={pricing.currency} />;
		return { totalCents, averageCents, currentCents, years: pricing.years, money };
	} catch {
		return null;
	}
}
