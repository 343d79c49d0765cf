import { z } from "zod";
import { cents, currency, day } from "#app/domain/crm/records/field-schemas.ts";
import { LineKey } from "./keys.ts";

/** A percentage as it is typed, two digits after the point at most. */
const percent = (least: number, most: number) =>
	z
		.number("Write a percentage such as 7.5.")
		.min(least, `Not below ${least} %.`)
		.max(most, `Not above ${most.toLocaleString("en")} %.`)
		.refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, "Two digits after the point at most.");

export const Uplift = percent(-100, 1_000);
export const Discount = percent(0, 100);

export const UPLIFT_WAYS = ["yearly", "once"] as const;
export const UPLIFT_WAY_LABELS: Readonly<Record<(typeof UPLIFT_WAYS)[number], string>> = {
	yearly: "Every year, on the year before",
	once: "Once, in the first year",
};

export const PricingLine = z.object({
	key: LineKey,
	name: z.string("Name the line.").trim().min(1, "Name the line.").max(200),
	/** A year's price today, in the currency's smallest unit. */
	currentCents: cents,
	/** Absent: the table's own. */
	upliftPercent: Uplift.nullable().default(null),
	discountPercent: Discount.nullable().default(null),
});

const Figures = z.object({
	currency,
	startsOn: day.default(null),
	years: z.int("Choose one to five years.").min(1, "One year at least.").max(5, "Five years at most."),
	upliftPercent: Uplift.default(0),
	upliftWay: z.enum(UPLIFT_WAYS).default("yearly"),
	discountPercent: Discount.default(0),
	lines: z
		.array(PricingLine)
		.min(1, "A price has one line at least.")
		.max(30, "Thirty lines at most.")
		.refine((lines) => new Set(lines.map(({ key }) => key)).size === lines.length, "Two lines have the same key."),
	notes: z.string().trim().max(5_000, "Write 5,000 characters at most.").default(""),
});

/** The most that any sum of a price comes to, in the smallest unit: up to here every figure is exact, on the page too. */
export const MOST_CENTS = 1_000_000_000_000_000;

/** A price whose every figure is exact; one that would grow beyond that is refused at its largest line. */
export const Pricing = Figures.superRefine((pricing, context) => {
	if (largestSum(pricing) <= BigInt(MOST_CENTS)) return;
	const sums = pricing.lines.map((line) => largestSum({ ...pricing, lines: [line] }));
	const at = sums.reduce((most, sum, index) => (sum > sums[most]! ? index : most), 0);
	const message = `The price grows beyond what can be worked out to the last unit. Lower this amount, ${pricing.years > 1 ? "its uplift or the years" : "or its uplift"}.`;
	context.addIssue({ code: "custom", path: ["lines", at, "currentCents"], message });
});
export type Pricing = z.output<typeof Figures>;

/** One line's year: its price before the discount, the discount, and what is left, each a whole smallest unit. */
export type LineYear = { listCents: number; discountCents: number; priceCents: number };
export type PricedLine = {
	key: string;
	name: string;
	upliftPercent: number;
	discountPercent: number;
	years: LineYear[];
};

export type Priced = {
	lines: PricedLine[];
	years: LineYear[];
	currentCents: number;
	/** All years together, and what a year is of it on average. */
	totalCents: number;
	averageCents: number;
	/** Against paying today's price for as many years. */
	differenceCents: number;
};

/**
 * Works a price out (SUCCESS-7). Each line of each year is rounded to the currency's smallest unit, halves upwards: first
 * its price with the uplift, then the discount on that. Everything else is a sum of these, so that lines and totals agree
 * to the last unit; the average alone is rounded once more. It is counted in whole numbers of any size, and exact for
 * every price that `Pricing` takes.
 */
export function workOutPricing(pricing: Pricing): Priced {
	const exact = pricing.lines.map((line) => priceLine(line, pricing));
	const sums = Array.from({ length: pricing.years }, (_, year) => sumOf(exact.map((line) => line[year]!)));
	const current = currentOf(pricing);
	const total = sumOf(sums).price;
	const lines = pricing.lines.map((line, index) => ({
		...{ key: line.key, name: line.name, ...percentagesOf(line, pricing) },
		years: exact[index]!.map(asNumbers),
	}));
	return {
		...{ lines, years: sums.map(asNumbers), currentCents: Number(current), totalCents: Number(total) },
		averageCents: Number(divide(total, BigInt(pricing.years))),
		differenceCents: Number(total - current * BigInt(pricing.years)),
	};
}

/** The largest figure that is shown of a price: all years before the discount, or today's price for as many. */
function largestSum(pricing: Pricing): bigint {
	const { list } = sumOf(pricing.lines.flatMap((line) => priceLine(line, pricing)));
	const current = currentOf(pricing) * BigInt(pricing.years);
	return list > current ? list : current;
}

type Exact = { list: bigint; discount: bigint; price: bigint };

const asNumbers = ({ list, discount, price }: Exact): LineYear => ({
	...{ listCents: Number(list), discountCents: Number(discount), priceCents: Number(price) },
});

const currentOf = ({ lines }: Pricing): bigint => lines.reduce((sum, line) => sum + BigInt(line.currentCents), 0n);

const percentagesOf = (line: Pricing["lines"][number], pricing: Pricing) => ({
	upliftPercent: line.upliftPercent ?? pricing.upliftPercent,
	discountPercent: line.discountPercent ?? pricing.discountPercent,
});

function priceLine(line: Pricing["lines"][number], pricing: Pricing): Exact[] {
	const { upliftPercent, discountPercent } = percentagesOf(line, pricing);
	let list = BigInt(line.currentCents);
	const years: Exact[] = [];
	for (let year = 0; year < pricing.years; year++) {
		if (year === 0 || pricing.upliftWay === "yearly") list = partOf(list, 10_000 + hundredths(upliftPercent));
		const discount = partOf(list, hundredths(discountPercent));
		years.push({ list, discount, price: list - discount });
	}
	return years;
}

const sumOf = (parts: readonly Exact[]): Exact =>
	parts.reduce(
		(sum, part) => ({
			list: sum.list + part.list,
			discount: sum.discount + part.discount,
			price: sum.price + part.price,
		}),
		{ list: 0n, discount: 0n, price: 0n },
	);

/** A percentage in hundredths of a percent: whole, as prices are. */
export const hundredths = (percentage: number): number => Math.round(percentage * 100);

/** So many ten-thousandths of an amount, halves upwards. Amounts are never below zero. */
const partOf = (amount: bigint, tenThousandths: number): bigint => divide(amount * BigInt(tenThousandths), 10_000n);

/** The nearest whole, halves upwards; of what is not below zero. */
const divide = (amount: bigint, by: bigint): bigint => (amount * 2n + by) / (by * 2n);

/** What an organisation lets a price do without a manager, in percent. */
export const PricingLimits = z
	.object({ leastUplift: Uplift, mostUplift: Uplift, mostDiscount: Discount })
	.refine(({ leastUplift, mostUplift }) => leastUplift <= mostUplift, {
		path: ["mostUplift"],
		message: "The most is not below the least.",
	});
export type PricingLimits = z.output<typeof PricingLimits>;

/** What holds until an organisation sets its own. */
export const DEFAULT_LIMITS: PricingLimits = { leastUplift: 0, mostUplift: 10, mostDiscount: 10 };

type Percentages = Pick<Pricing, "upliftPercent" | "discountPercent"> & {
	lines: readonly Pick<Pricing["lines"][number], "name" | "upliftPercent" | "discountPercent">[];
};

/** What of a price stands outside the limits, in words: the table's own figures, then lines that differ from them. */
export function outsideLimits(pricing: Percentages, limits: PricingLimits): string[] {
	const inUse = pricing.lines.map((line) => ({
		name: line.name,
		uplift: line.upliftPercent ?? pricing.upliftPercent,
		discount: line.discountPercent ?? pricing.discountPercent,
	}));
	const reasons: string[] = [];
	for (const { name, uplift, discount } of inUse) {
		const of = inUse.length > 1 ? ` for ${name}` : "";
		if (uplift > limits.mostUplift)
			reasons.push(`An uplift of ${uplift} %${of} is above the limit of ${limits.mostUplift} %.`);
		if (uplift < limits.leastUplift)
			reasons.push(`An uplift of ${uplift} %${of} is below the limit of ${limits.leastUplift} %.`);
		if (discount > limits.mostDiscount)
			reasons.push(`A discount of ${discount} %${of} is above the limit of ${limits.mostDiscount} %.`);
	}
	return reasons;
}
