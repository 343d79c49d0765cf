import { describe, expect, test } from "vitest";
import { pickAlternatives } from "#app/domain/scheduling/rules/alternatives.ts";
import { freeBay, freeBays } from "#app/domain/scheduling/rules/bays.ts";

const slot = (text: string) => {
	const startsAt = Date.parse(`2026-11-${text}:00Z`);
	return { startsAt, endsAt: startsAt + 3_600_000, bays: [1] };
};

describe("SCHED-3 alternatives", () => {
	const wanted = slot("26T15:00").startsAt;

	test("SCHED-3 the same time on another day counts as nearer than the far end of the same day", () => {
		const free = ["26T08:00", "26T14:00", "27T15:00", "26T16:00", "25T10:00"].map(slot);
		const found = pickAlternatives(free, wanted, 3).map((one) => new Date(one.startsAt).toISOString().slice(8, 16));
		expect(found).toEqual(["26T14:00", "26T16:00", "27T15:00"]);
	});

	test("SCHED-3 between three and five come back, best score first, and the very time scores 1", () => {
		const free = Array.from({ length: 9 }, (_, hour) => slot(`26T${String(9 + hour).padStart(2, "0")}:00`));
		expect(pickAlternatives(free, wanted, 1)).toHaveLength(3);
		const five = pickAlternatives(free, wanted, 50);
		expect(five).toHaveLength(5);
		expect(five[0]?.score).toBe(1);
		const scores = five.map((one) => one.score);
		expect(scores).toEqual([...scores].sort((a, b) => b - a));
		expect(pickAlternatives(free.slice(0, 2), wanted, 3)).toHaveLength(2);
		expect(pickAlternatives([], wanted, 3)).toEqual([]);
	});
});

describe("LEAD-7 a free bay", () => {
	const { startsAt, endsAt } = slot("26T15:00");

	test("LEAD-7 the lowest free bay is taken, and none when all are", () => {
		expect(freeBay({ capacity: 2, busy: [], startsAt, endsAt })).toBe(1);
		expect(freeBay({ capacity: 2, busy: [{ startsAt, endsAt, bay: 1 }], startsAt, endsAt })).toBe(2);
		const both = [1, 2].map((bay) => ({ startsAt, endsAt, bay }));
		expect(freeBay({ capacity: 2, busy: both, startsAt, endsAt })).toBeNull();
		expect(freeBay({ capacity: 2, busy: both, startsAt: endsAt, endsAt: endsAt + 1 })).toBe(1);
		expect(
			freeBay({ capacity: 2, busy: both, startsAt: endsAt, endsAt: endsAt + 1, bufferBeforeMinutes: 1 }),
		).toBeNull();
	});

	test("LEAD-7 a long window does not let a later short one see what comes after it", () => {
		const free = freeBays(2, [{ startsAt: 100, endsAt: 200, bay: 1 }]);
		expect(free(0, 150)).toEqual([2]);
		expect(free(10, 100)).toEqual([1, 2]);
		expect(free(150, 160)).toEqual([2]);
		expect(free(200, 300)).toEqual([1, 2]);
		expect(() => free(0, 10)).toThrow(RangeError);
	});

	test("LEAD-7 busy time in a bay that no longer exists still takes a place", () => {
		expect(freeBay({ capacity: 1, busy: [{ startsAt, endsAt, bay: 4 }], startsAt, endsAt })).toBeNull();
	});
});
