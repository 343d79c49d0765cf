import { describe, expect, test } from "vitest";
import { cutDeep } from "#app/domain/workflows/drawing/cut-deep.ts";
import { type OutlineItem, outlineOf } from "#app/domain/workflows/drawing/outline.ts";
import { drawn } from "../drawn.ts";

/** `1 a, 2 b {yes: 3 c | no: 4 d}, 5 e`: as one reads it. */
const said = (items: readonly OutlineItem[]): string =>
	items
		.map((item) => {
			if (item.kind === "goto") return `${item.isBack ? "^" : "v"}${item.id}`;
			const ways = item.ways.map(({ port, lists }) => `${port}: ${lists.map(said).join(" & ")}`).join(" | ");
			return `${item.number} ${item.id}${ways ? ` {${ways}}` : ""}`;
		})
		.join(", ");
const outline = (text: string) => {
	const { items, loose } = outlineOf(drawn(text), "start");
	return [said(items), ...loose.map(said)].join(" / ");
};

describe("FLOW-2 the outline of a graph", () => {
	test("FLOW-2 steps that follow each other stand below each other", () => {
		expect(outline("start > a, a > b")).toBe("1 start, 2 a, 3 b");
	});

	test("FLOW-2 ways turn off under their step and go on below where they meet", () => {
		expect(outline("start > b, b:yes > c, b:no > d, c > e, d > e, e > f")).toBe(
			"1 start, 2 b {yes: 3 c, ve | no: 4 d, ve}, 5 e, 6 f",
		);
		expect(outline("start > b, b:yes > c, b:no > d")).toBe("1 start, 2 b {yes: 3 c | no: 4 d}");
	});

	test("FLOW-2 the main way goes on at the same level, what happens on failure or too late turns off", () => {
		expect(outline("start > a, a > b, a:error > c, a:late > d, d > b")).toBe(
			"1 start, 2 a {error: 3 c | late: 4 d, vb}, 5 b",
		);
		expect(outline("start > each, each:each > a, each:done > b")).toBe("1 start, 2 each {each: 3 a}, 4 b");
	});

	test("FLOW-2 several ways at the same time are lists beside each other that join below", () => {
		expect(outline("start > a, start > b, a > join, b > join, join > c")).toBe(
			"1 start {next: 2 a, vjoin & 3 b, vjoin}, 4 join, 5 c",
		);
	});

	test("FLOW-2 a circle says where it goes back to, and what nothing leads to stands apart", () => {
		expect(outline("start > a, a > b, b:no > a, b:yes > c")).toBe("1 start, 2 a, 3 b {no: ^a | yes: 4 c}");
		expect(outline("start > a, x > y, y > x")).toBe("1 start, 2 a / 3 x, 4 y, ^x");
		expect(outline("start > a, x > y, y > a")).toBe("1 start, 2 a / 3 x, 4 y, ^a");
	});

	test("FLOW-2 whatever is drawn, each step has one place, and every connection is to be read", () => {
		let state = 7;
		const draw = (below: number) => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return Math.floor((state / 2 ** 32) * below);
		};
		for (let round = 0; round < 300; round++) {
			const count = 2 + draw(12);
			const names = ["start", ...Array.from({ length: count }, (_none, at) => `n${at}`)];
			const edges = new Set(
				Array.from(
					{ length: draw(24) + 1 },
					() => `${names[draw(names.length)]}:${["next", "yes", "no", "done"][draw(4)]} > ${names[1 + draw(count)]}`,
				),
			);
			const graph = drawn([...edges].join(", "));
			const { items, loose } = outlineOf(graph, graph.nodes.some(({ id }) => id === "start") ? "start" : undefined);
			const placed: string[] = [];
			let shown = 0;
			const walk = (list: readonly OutlineItem[]) => {
				list.forEach((item, at) => {
					if (at > 0) shown++;
					if (item.kind !== "step") return;
					placed.push(item.id);
					for (const { lists } of item.ways) {
						for (const inner of lists) {
							// What meets below is said at the end of each way, and once more by standing there.
							shown++;
							walk(inner);
						}
					}
				});
			};
			walk(items);
			loose.forEach(walk);
			const about = [...edges].join(", ");
			expect([...placed].sort(), about).toEqual(graph.nodes.map(({ id }) => id).sort());
			expect(shown, about).toBeGreaterThanOrEqual(graph.edges.length);
		}
	});

	test("FLOW-2 300 steps in a row, in a comb and in a mesh are read without running out of stack", () => {
		const row = Array.from({ length: 299 }, (_none, at) => `${at ? `n${at}` : "start"} > n${at + 1}`).join(", ");
		expect(outline(row).split(", ")).toHaveLength(300);
		const comb = Array.from(
			{ length: 149 },
			(_none, at) => `${at ? `b${at}` : "start"}:yes > b${at + 1}, b${at + 1}:no > x${at}`,
		);
		expect(Object.keys(outlineOf(drawn(comb.join(", ")), "start").numbers)).toHaveLength(299);
		const mesh = Array.from({ length: 900 }, (_none, at) => `n${at % 299}:p${at % 7} > n${(at * 31 + 1) % 299}`);
		expect(Object.keys(outlineOf(drawn(`start > n0, ${[...new Set(mesh)].join(", ")}`), "start").numbers)).toHaveLength(
			300,
		);
	});

	test("FLOW-2 what hangs too deep below others has a list of its own, and its place says where", () => {
		const { items } = outlineOf(drawn("start > a, a:yes > b, b:yes > c, c:yes > d, c:no > a, d:yes > e"), "start");
		const cut = cutDeep(items, 1);
		expect([said(cut.items), ...cut.deep.map(({ id, port, items }) => `${id} ${port}: ${said(items)}`)]).toEqual([
			"1 start, 2 a {yes: 3 b {yes: vc}}",
			"b yes: 4 c {yes: 5 d {yes: ve} | no: ^a}",
			"d yes: 6 e",
		]);
		expect(cutDeep(items, 9)).toEqual({ items, deep: [] });
	});
});
