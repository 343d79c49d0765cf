import { describe, expect, it } from "vitest";
import { Together } from "#app/base/together.ts";

const soon = () => new Promise((done) => setTimeout(done, 5));

describe("FLOW-4 work done together", () => {
	it("FLOW-4 what comes while a lot is under way goes as the next, each with its own answer", async () => {
		const lots: number[][] = [];
		const twice = new Together<number, number>(
			async (items) => {
				lots.push(items);
				await soon();
				return items.map((item) => item * 2);
			},
			{ most: 8, places: 1 },
		);
		const alone = twice.add("a", 100);
		await new Promise((done) => setImmediate(done));
		const rest = Array.from({ length: 20 }, (_each, n) => twice.add("a", n));
		expect(await alone).toBe(200);
		expect(await Promise.all(rest)).toEqual(Array.from({ length: 20 }, (_each, n) => n * 2));
		expect(lots.map(({ length }) => length)).toEqual([1, 8, 8, 4]);
	});

	it("FLOW-4 keys are apart, and as many lots of a key are under way as may be", async () => {
		let [now, most] = [0, 0];
		const lots: string[] = [];
		const work = new Together<number, null>(
			async (items, key) => {
				lots.push(`${key}${items.length}`);
				if (key === "a") most = Math.max(most, ++now);
				await soon();
				if (key === "a") now--;
				return items.map(() => null);
			},
			{ most: 2, places: 2 },
		);
		await Promise.all([..."aaaaaaab"].map((key, n) => work.add(key, n)));
		expect(lots.sort()).toEqual(["a1", "a2", "a2", "a2", "b1"]);
		expect(most).toBe(2);
	});

	it("FLOW-4 a lot that fails is done again one by one, and only who fails by themselves hear of it", async () => {
		let calls = 0;
		const work = new Together<number, number>(async (items) => {
			calls++;
			if (items.includes(3)) throw new Error("three");
			return items;
		});
		const settled = await Promise.allSettled([1, 2, 3, 4].map((item) => work.add("a", item)));
		expect(settled.map((each) => (each.status === "fulfilled" ? each.value : each.reason.message))).toEqual([
			1,
			2,
			"three",
			4,
		]);
		expect(calls).toBe(5);
		expect(await work.add("a", 5)).toBe(5);
	});
});
