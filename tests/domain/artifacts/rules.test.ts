import { describe, expect, it } from "vitest";
import { Assessment, workOutOverall } from "#app/domain/artifacts/rules/assessment.ts";
import { withKeys } from "#app/domain/artifacts/rules/keys.ts";
import { placesOf, StakeholderMap } from "#app/domain/artifacts/rules/stakeholder-map.ts";

describe("an assessment's overall figure", () => {
	it("SUCCESS-7 is the average by weights, rounded to a tenth, halves upwards", () => {
		const scored = Assessment.parse({
			...{ relationship: { score: 4 }, adoption: { score: 3 }, value: { score: 5 } },
			...{ risks: { score: 2 }, sponsor: { score: 1 }, sentiment: { score: 5 } },
		});
		// (4 + 3 + 5 + 2) × 2 + 1 + 5 = 34 of 10.
		expect(workOutOverall(scored)).toMatchObject({ points: 34, weights: 10, tenths: 34 });
		// 2 × 2 + 1 × 1 = 5 of 3 = 1.666…
		expect(workOutOverall(Assessment.parse({ value: { score: 2 }, sponsor: { score: 1 } })).tenths).toBe(17);
		// (4 × 2 + 3 × 2 + 3 × 1 …): 4.25 exactly becomes 4.3.
		const half = { value: { score: 4 }, adoption: { score: 5 } };
		expect(workOutOverall(Assessment.parse(half)).tenths).toBe(45);
	});

	it("SUCCESS-7 counts what is assessed alone, and nothing where nothing is", () => {
		expect(workOutOverall(Assessment.parse({ risks: { score: 5 } }))).toMatchObject({ tenths: 50, weights: 2 });
		expect(workOutOverall(Assessment.parse({})).tenths).toBeNull();
	});
});

describe("a stakeholder map", () => {
	const people = ["a", "b"].map((key) => ({ key, name: key, influence: 50, sentiment: 50 }));

	it("SUCCESS-7 refuses lines to nobody, to oneself, or twice, and places outside the map", () => {
		const lines = (given: object[]) => StakeholderMap.safeParse({ people, lines: given }).success;
		expect(lines([{ from: "a", to: "b", kind: "reports_to" }])).toBe(true);
		expect(lines([{ from: "a", to: "c", kind: "reports_to" }])).toBe(false);
		expect(lines([{ from: "a", to: "a", kind: "reports_to" }])).toBe(false);
		expect(lines([1, 2].map(() => ({ from: "a", to: "b", kind: "influences" })))).toBe(false);
		expect(StakeholderMap.safeParse({ people: [{ ...people[0], influence: 101 }] }).success).toBe(false);
	});

	it("SUCCESS-7 places people of the same words beside each other", () => {
		const same = Array.from({ length: 5 }, () => ({ influence: "high", sentiment: "positive" }) as const);
		const places = placesOf(same).map(({ influence, sentiment }) => `${influence} ${sentiment}`);
		expect(new Set(places).size).toBe(5);
	});
});

describe("keys of lines", () => {
	it("SUCCESS-7 stay, and a new line gets one that no other has or had", () => {
		const keyed = withKeys([{ key: "line-2" }, { key: "" }, { key: "line-2" }], ["line-3"]);
		expect(keyed.map(({ key }) => key)).toEqual(["line-2", "line-4", "line-5"]);
	});
});
