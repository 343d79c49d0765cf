import { describe, expect, test } from "vitest";
import {
	countMoves,
	FACT_NAMES,
	type FactName,
	pointsOf,
	type ScoreFacts,
	SHIPPED_WEIGHTS,
	sayReason,
	scoreOf,
	type Weights,
} from "#app/domain/crm/scores/rules.ts";
import { readWeights, WeightsForm } from "#app/domain/crm/scores/schema.ts";

const NOTHING = Object.fromEntries(FACT_NAMES.map((name) => [name, null])) as ScoreFacts;
const facts = (more: Partial<Record<FactName, number | null>>): ScoreFacts => ({ ...NOTHING, ...more });

describe("a score", () => {
	test("CRM-7: is what everybody begins with when nothing is known", () => {
		expect(scoreOf(NOTHING, SHIPPED_WEIGHTS)).toEqual({
			score: SHIPPED_WEIGHTS.base,
			reasons: [{ fact: "base", value: 1, points: SHIPPED_WEIGHTS.base }],
		});
	});

	test("CRM-7: tells its reasons, the weightiest first, and they add up to it", () => {
		const { score, reasons } = scoreOf(
			facts({ bookedAhead: 1, replies: 2, noShows: 1, daysSinceContact: 29 }),
			SHIPPED_WEIGHTS,
		);
		expect(reasons.map(({ fact, points }) => [fact, points])).toEqual([
			["bookedAhead", 20],
			["replies", 12],
			["noShows", -8],
			["base", 20],
		]);
		expect(score).toBe(44);
		expect(sayReason(reasons[1]!)).toBe("Replies in the last 90 days: 2");
	});

	test("CRM-7: counts whole units of a fact and no more than its bound, either way", () => {
		expect(pointsOf(59, { points: -5, per: 30, most: 25 })).toBe(-5);
		expect(pointsOf(60, { points: -5, per: 30, most: 25 })).toBe(-10);
		expect(pointsOf(9_000, { points: -5, per: 30, most: 25 })).toBe(-25);
		expect(pointsOf(9_000, { points: 5, per: 1_000, most: 20 })).toBe(20);
		expect(Object.is(pointsOf(1, { points: -5, per: 30, most: 25 }), 0)).toBe(true);
	});

	test("CRM-7: stays between 0 and 100 whole, for any facts and weights, and never falls when a good fact grows", () => {
		const random = numbers(7);
		for (let round = 0; round < 3_000; round++) {
			const weights: Weights = {
				base: Math.floor(random() * 101),
				facts: Object.fromEntries(
					FACT_NAMES.map((name) => [
						name,
						{
							points: Math.floor(random() * 201) - 100,
							per: 1 + Math.floor(random() * 50),
							most: Math.floor(random() * 101),
						},
					]),
				) as Weights["facts"],
			};
			const known = Object.fromEntries(
				FACT_NAMES.map((name) => [
					name,
					random() < 0.2
						? null
						: [Number.NaN, -5, Number.POSITIVE_INFINITY, random() * 1e6, Math.floor(random() * 10)][
								Math.floor(random() * 5)
							]!,
				]),
			) as ScoreFacts;
			const { score, reasons } = scoreOf(known, weights);
			expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
			const sum = reasons.reduce((total, { points }) => total + points, 0);
			expect(score).toBe(Math.max(0, Math.min(100, sum)));
			const name = FACT_NAMES[Math.floor(random() * FACT_NAMES.length)]!;
			const value = Number.isFinite(known[name]) ? Math.max(0, known[name]!) : 0;
			const more = scoreOf({ ...known, [name]: value + 1 + random() * 100 }, weights).score;
			const less = scoreOf({ ...known, [name]: value }, weights).score;
			if (weights.facts[name].points >= 0) expect(more).toBeGreaterThanOrEqual(less);
			else expect(more).toBeLessThanOrEqual(less);
		}
	});
});

describe("a preview", () => {
	test("CRM-7: counts who would move and by how much", () => {
		const pairs = [
			{ now: 10, next: 10 },
			{ now: 10, next: 30 },
			{ now: 10, next: 5 },
		];
		expect(countMoves(pairs)).toEqual({ total: 3, same: 1, up: 1, down: 1, large: 1, average: 12.5 });
		expect(countMoves([])).toEqual({ total: 0, same: 0, up: 0, down: 0, large: 0, average: 0 });
	});
});

describe("weights", () => {
	test("CRM-7: that were kept are read, and a fact that came later has its shipped weight", () => {
		const kept = {
			base: 3,
			facts: { replies: { points: 1, per: 2, most: 3 }, visits: { points: 1_000 }, unknown: {} },
		};
		const weights = readWeights(kept);
		expect(weights.base).toBe(3);
		expect(weights.facts.replies).toEqual({ points: 1, per: 2, most: 3 });
		expect(weights.facts.visits).toEqual(SHIPPED_WEIGHTS.facts.visits);
		expect(Object.keys(weights.facts).sort()).toEqual([...FACT_NAMES].sort());
		expect(readWeights("nonsense")).toEqual(SHIPPED_WEIGHTS);
	});

	test("CRM-7: a form with a bound or a unit that cannot be is refused", () => {
		const good = { base: "20", facts: SHIPPED_WEIGHTS.facts, version: "0" };
		expect(WeightsForm.safeParse(good).success).toBe(true);
		for (const bad of [
			{ points: 101, per: 1, most: 1 },
			{ points: 1, per: 0, most: 1 },
			{ points: 1.5, per: 1, most: 1 },
			{ points: 1, per: 1, most: -1 },
			{},
		]) {
			const facts = { ...SHIPPED_WEIGHTS.facts, replies: bad };
			expect(WeightsForm.safeParse({ ...good, facts }).success, JSON.stringify(bad)).toBe(false);
		}
	});
});

/** Numbers from 0 to 1 that are the same on every run (mulberry32). */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
