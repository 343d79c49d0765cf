import { describe, expect, test } from "vitest";
import { cutTo, hoursShown, stretchOn } from "#app/domain/scheduling/rules/day-grid.ts";
import { placeInLanes } from "#app/domain/scheduling/rules/lanes.ts";

const lanesOf = (stretches: [number, number][], most = 9) =>
	placeInLanes(
		stretches.map(([from, to]) => ({ from, to })),
		most,
	).map(({ from, to, lane, lanes }) => [from, to, lane, lanes]);

describe("SCHED-1 what runs at the same time stands side by side", () => {
	test("alone it takes the whole width; touching is no overlap", () => {
		expect(lanesOf([[5, 9], [9, 12]])).toEqual([[5, 9, 0, 1], [9, 12, 0, 1]]); // biome-ignore format: one line each
		expect(lanesOf([])).toEqual([]);
	});

	test("two at once share it, and a third takes the lane that is free again", () => {
		expect(lanesOf([[0, 4], [2, 8], [4, 6]])).toEqual([[0, 4, 0, 2], [2, 8, 1, 2], [4, 6, 0, 2]]); // biome-ignore format: one line each
	});

	test("of equal starts the longest comes first, whatever the order they are given in", () => {
		expect(lanesOf([[0, 2], [0, 6], [0, 4]])).toEqual([[0, 6, 0, 3], [0, 4, 1, 3], [0, 2, 2, 3]]); // biome-ignore format: one line each
	});

	test("what has no lane left is kept and says so", () => {
		expect(
			lanesOf(
				[
					[0, 4],
					[0, 4],
					[1, 3],
					[9, 12],
				],
				2,
			),
		).toEqual([
			[0, 4, 0, 2],
			[0, 4, 1, 2],
			[1, 3, null, 2],
			[9, 12, 0, 1],
		]);
	});

	test("no two in one lane ever overlap, and nothing is lost", () => {
		let seed = 7;
		const random = (below: number) => {
			seed = (seed * 16_807) % 2_147_483_647;
			return seed % below;
		};
		for (let round = 0; round < 200; round++) {
			const all = Array.from({ length: random(30) }, () => {
				const from = random(200);
				return { from, to: from + 1 + random(40) };
			});
			const placed = placeInLanes(all, 5);
			expect(placed).toHaveLength(all.length);
			for (const [index, one] of placed.entries())
				for (const other of placed.slice(index + 1)) {
					if (one.lane === null || one.lane !== other.lane) continue;
					expect(one.to <= other.from || other.to <= one.from).toBe(true);
				}
		}
	});
});

describe("SCHED-1 where an appointment lies in its day", () => {
	const on = (date: string, zone: string, from: string, to: string) =>
		stretchOn(date, zone, { startsAt: Date.parse(from), endsAt: Date.parse(to) });

	test("on the clocks of its own zone, in units of five minutes", () => {
		expect(on("2026-07-07", "America/Los_Angeles", "2026-07-07T16:00:00Z", "2026-07-07T17:30:00Z")).toEqual({
			from: 108,
			to: 126,
			began: false,
			goesOn: false,
		});
		expect(on("2026-07-06", "America/Los_Angeles", "2026-07-07T16:00:00Z", "2026-07-07T17:00:00Z")).toBeNull();
	});

	test("what runs over a night stands on both days, and widens the hours by neither midnight", () => {
		const [from, to] = ["2026-07-07T20:00:00Z", "2026-07-08T21:00:00Z"];
		const first = on("2026-07-07", "America/Los_Angeles", from, to)!;
		const second = on("2026-07-08", "America/Los_Angeles", from, to)!;
		expect([first, second]).toEqual([
			{ from: 156, to: 288, began: false, goesOn: true },
			{ from: 0, to: 168, began: true, goesOn: false },
		]);
		expect(hoursShown([first, second])).toEqual({ first: 8, last: 18 });
		expect(cutTo(second, { first: 8, last: 18 })).toMatchObject({ from: 0, to: 72 });
	});

	test("what lies outside the usual hours widens them, and short work can be pressed", () => {
		const early = on("2026-07-07", "UTC", "2026-07-07T05:10:00Z", "2026-07-07T05:15:00Z")!;
		expect(early).toMatchObject({ from: 62, to: 67 });
		expect(hoursShown([early])).toEqual({ first: 5, last: 18 });
		const late = on("2026-07-07", "UTC", "2026-07-07T23:50:00Z", "2026-07-08T00:00:00Z")!;
		expect(late).toMatchObject({ from: 283, to: 288 });
		expect(hoursShown([late])).toEqual({ first: 8, last: 24 });
	});

	test("through the hour that comes twice it is as long as it takes, and through the skipped one as the clocks say", () => {
		// 7 November 2027 in Los Angeles: 1:30 am PDT to 1:15 am PST are 45 minutes.
		const back = on("2027-11-07", "America/Los_Angeles", "2027-11-07T08:30:00Z", "2027-11-07T09:15:00Z");
		expect(back).toMatchObject({ from: 18, to: 27 });
		const over = on("2027-03-14", "America/Los_Angeles", "2027-03-14T09:30:00Z", "2027-03-14T10:30:00Z");
		expect(over).toMatchObject({ from: 18, to: 42 });
	});
});
