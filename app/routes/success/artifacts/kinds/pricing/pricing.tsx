import { minorAsText } from "#app/base/words/money-text.ts";
import type { Pricing } from "#app/domain/artifacts/rules/pricing.ts";
import type { KindView } from "../view.ts";
import { PricingFields } from "./pricing-fields.tsx";
import { PricingTable } from "./pricing-table.tsx";
import { readPricing } from "./read-pricing.ts";

export const pricingView: KindView<Pricing> = {
	View: PricingTable,
	Fields: PricingFields,
	write: ({ currency, startsOn, years, upliftPercent, upliftWay, discountPercent, lines, notes }) => ({
		...{ currency, startsOn: startsOn ?? "", years: String(years), upliftWay, notes },
		...{ uplift: String(upliftPercent), discount: String(discountPercent) },
		lines: lines.map((line) => ({
			...{ key: line.key, name: line.name, current: minorAsText(line.currentCents, currency) },
			uplift: line.upliftPercent === null ? "" : String(line.upliftPercent),
			discount: line.discountPercent === null ? "" : String(line.discountPercent),
		})),
	}),
	read: readPricing,
};
