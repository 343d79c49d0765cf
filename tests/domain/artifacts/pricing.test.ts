import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, outsideLimits, Pricing, workOutPricing } from "#app/domain/artifacts/rules/pricing.ts";
import { formatMoney } from "#app/ui/signs/money.tsx";

const price = (given: object) =>
	Pricing.parse({ currency: "USD", years: 3, lines: [{ key: "a", name: "Plan", currentCents: 10_000_000 }], ...given });

/** A row of numbers that look thrown, the same in every run (a linear congruence, after Knuth's MMIX constants). */
function* thrown(seed: bigint): Generator<number> {
	let state = seed;
	for (;;) {
		state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
		yield Number(state >> 33n) / 2 ** 31;
	}
}

type Given = {
	years: number;
	upliftPercent: number;
	discountPercent: number;
	upliftWay: string;
	lines: { currentCents: number; upliftPercent?: number }[];
};

/** The same arithmetic in fractions of ten thousandths, from the rule's words rather than its code. */
function byHand({ years, upliftPercent, discountPercent, upliftWay, lines }: Given) {
	const round = (amount: bigint, percent: number) => (amount * BigInt(Math.round(percent * 100)) + 5_000n) / 10_000n;
	let [list, total, current] = [0n, 0n, 0n];
	for (const line of lines) {
		let price = BigInt(line.currentCents);
		current += price;
		for (let year = 1; year <= years; year++) {
			if (year === 1 || upliftWay === "yearly") price = round(price, 100 + (line.upliftPercent ?? upliftPercent));
			list += price;
			total += price - round(price, discountPercent);
		}
	}
	const today = current * BigInt(years);
	return { list, total, current, largest: list > today ? list : today };
}

/** As they are written with two of them after the point. */
const digits = (amount: bigint) => {
	const plain = (amount < 0n ? -amount : amount).toString().padStart(3, "0");
	return `${amount < 0n ? "-" : ""}${plain}`;
};

describe("what a price is worked out to", () => {
	it("SUCCESS-7 three years with an uplift every year and a discount, by hand", () => {
		const worked = workOutPricing(price({ upliftPercent: 7.5, discountPercent: 5 }));
		// 100,000.00 → 107,500.00 → 115,562.50 → 124,229.69 (from 124,229.6875); five percent less of each.
		expect(worked.years.map(({ listCents }) => listCents)).toEqual([10_750_000, 11_556_250, 12_422_969]);
		expect(worked.years.map(({ discountCents }) => discountCents)).toEqual([537_500, 577_813, 621_148]);
		expect(worked.years.map(({ priceCents }) => priceCents)).toEqual([10_212_500, 10_978_437, 11_801_821]);
		expect(worked).toMatchObject({ totalCents: 32_992_758, averageCents: 10_997_586, currentCents: 10_000_000 });
		expect(worked.differenceCents).toBe(2_992_758);
	});

	it("SUCCESS-7 an uplift that counts once is in the first year's price and stays", () => {
		const worked = workOutPricing(price({ upliftPercent: 10, upliftWay: "once" }));
		expect(worked.years.map(({ priceCents }) => priceCents)).toEqual([11_000_000, 11_000_000, 11_000_000]);
	});

	it("SUCCESS-7 halves of a smallest unit go upwards, and a line's own percentages count before the table's", () => {
		const lines = [
			{ key: "a", name: "Seats", currentCents: 105, upliftPercent: 10 },
			{ key: "b", name: "Support", currentCents: 1_001, discountPercent: 50 },
		];
		const worked = workOutPricing(price({ years: 1, lines }));
		expect(worked.lines[0]!.years).toEqual([{ listCents: 116, discountCents: 0, priceCents: 116 }]);
		expect(worked.lines[1]!.years).toEqual([{ listCents: 1_001, discountCents: 501, priceCents: 500 }]);
		expect(worked.totalCents).toBe(616);
	});

	it("SUCCESS-7 whatever the figures, lines add up to years, years to the total, and nothing is below zero", () => {
		const next = thrown(7n);
		const draw = (most: number) => Math.floor(next.next().value! * most);
		for (let round = 0; round < 400; round++) {
			const lines = Array.from({ length: 1 + draw(6) }, (_, index) => ({
				...{ key: `l${index}`, name: "Line", currentCents: draw(10 ** (2 + draw(11))) },
				...(draw(2) ? { upliftPercent: (draw(20_000) - 10_000) / 100 } : {}),
				...(draw(2) ? { discountPercent: draw(10_001) / 100 } : {}),
			}));
			const given = {
				years: 1 + draw(5),
				upliftPercent: draw(3_000) / 100,
				discountPercent: draw(10_001) / 100,
				lines,
			};
			const worked = workOutPricing(price({ ...given, upliftWay: draw(2) ? "yearly" : "once" }));
			for (const [year, sum] of worked.years.entries()) {
				for (const part of ["listCents", "discountCents", "priceCents"] as const)
					expect(worked.lines.reduce((total, line) => total + line.years[year]![part], 0)).toBe(sum[part]);
				expect(sum.listCents - sum.discountCents).toBe(sum.priceCents);
				for (const line of worked.lines) {
					expect(Number.isSafeInteger(line.years[year]!.priceCents)).toBe(true);
					expect(line.years[year]!.priceCents).toBeGreaterThanOrEqual(0);
				}
			}
			expect(worked.years.reduce((total, { priceCents }) => total + priceCents, 0)).toBe(worked.totalCents);
			expect(Math.abs(worked.averageCents * given.years - worked.totalCents)).toBeLessThanOrEqual(given.years / 2);
		}
	});

	it("SUCCESS-7 whatever is taken is exact to the last unit, however large, and shown so; what is not is refused at its line", () => {
		const next = thrown(11n);
		const draw = (most: number) => Math.floor(next.next().value! * most);
		let refused = 0;
		for (let round = 0; round < 600; round++) {
			const lines = Array.from({ length: 1 + draw(30) }, (_, index) => ({
				...{ key: `l${index}`, name: "Line", currentCents: draw(10 ** (8 + draw(7))) },
				...(draw(3) === 0 ? { upliftPercent: (draw(110_001) - 10_000) / 100 } : {}),
			}));
			const given = {
				...{
					currency: "USD",
					years: 1 + draw(5),
					upliftPercent: draw(100_001) / 100,
					discountPercent: draw(10_001) / 100,
				},
				...{ upliftWay: draw(2) ? "yearly" : "once", lines },
			};
			const wanted = byHand(given);
			const parsed = Pricing.safeParse(given);
			expect(parsed.success, JSON.stringify(given)).toBe(wanted.largest <= 10n ** 15n);
			if (!parsed.success) {
				refused += 1;
				const [issue] = parsed.error.issues;
				expect(issue!.path).toEqual(["lines", expect.any(Number), "currentCents"]);
				expect(issue!.message).toContain("Lower this amount");
				continue;
			}
			const worked = workOutPricing(parsed.data);
			for (const [exact, told] of [
				[wanted.total, worked.totalCents],
				[wanted.current, worked.currentCents],
				[wanted.total - wanted.current * BigInt(given.years), worked.differenceCents],
				[wanted.list, worked.years.reduce((sum, { listCents }) => sum + listCents, 0)],
			] as const) {
				expect(Number.isSafeInteger(told)).toBe(true);
				expect(BigInt(told)).toBe(exact);
				expect(formatMoney(told, "USD").replaceAll(/[^\d-]/g, "")).toBe(digits(exact));
			}
		}
		expect(refused).toBeGreaterThan(50);
		expect(refused).toBeLessThan(550);
	});

	it("SUCCESS-7 what stands outside the limits is said; exactly at a limit nobody is asked", () => {
		expect(outsideLimits(price({ upliftPercent: 10, discountPercent: 10 }), DEFAULT_LIMITS)).toEqual([]);
		expect(outsideLimits(price({ upliftPercent: 12 }), DEFAULT_LIMITS)).toEqual([
			"An uplift of 12 % is above the limit of 10 %.",
		]);
		expect(outsideLimits(price({ upliftPercent: -1 }), DEFAULT_LIMITS)[0]).toContain("below the limit of 0 %");
		const lines = [
			{ key: "a", name: "Seats", currentCents: 100, discountPercent: 10.01 },
			{ key: "b", name: "Support", currentCents: 100 },
		];
		expect(outsideLimits(price({ lines }), DEFAULT_LIMITS)).toEqual([
			"A discount of 10.01 % for Seats is above the limit of 10 %.",
		]);
	});

	it("SUCCESS-7 figures that are none, or lines of one key, are refused", () => {
		for (const wrong of [
			{ years: 6 },
			{ years: 0 },
			{ upliftPercent: 7.555 },
			{ discountPercent: 101 },
			{ lines: [] },
			{ lines: [1, 2].map(() => ({ key: "a", name: "Twice", currentCents: 1 })) },
			{ lines: [{ key: "a", name: "Below", currentCents: -1 }] },
			{ currency: "XXQ" },
		])
			expect(Pricing.safeParse({ ...price({}), ...wrong }).success).toBe(false);
	});
});
