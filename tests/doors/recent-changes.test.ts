import { describe, expect, test } from "vitest";
import { RecentChanges } from "#app/doors/recent-changes.ts";

describe("UI-1 what changed in the last moments", () => {
	test("is told for as far back as asked, and all of it where that is longer than is kept", () => {
		let now = 100_000;
		const recent = new RecentChanges(() => now);
		recent.note("a", ["leads"]);
		now += 4_000;
		recent.note("a", ["tasks"]);
		expect(recent.within("a", 3_000)).toEqual(["tasks"]);
		expect(recent.within("a", 4_000)).toEqual(["leads", "tasks"]);
		expect(recent.within("b", 4_000)).toEqual([]);
		expect(recent.within("a", 30_001)).toEqual(["*"]);
		now += 28_000;
		recent.sweep();
		expect(recent.within("a", 30_000)).toEqual(["tasks"]);
	});

	test("is everything where very much changed, and a second change of a topic counts from its own time", () => {
		let now = 0;
		const recent = new RecentChanges(() => now);
		recent.note("a", ["leads"]);
		now += 10_000;
		recent.note("a", ["leads"]);
		expect(recent.within("a", 1_000)).toEqual(["leads"]);
		recent.note(
			"a",
			Array.from({ length: 501 }, (_, n) => `lead:${n}`),
		);
		expect(recent.within("a", 1_000)).toEqual(["*"]);
	});
});
