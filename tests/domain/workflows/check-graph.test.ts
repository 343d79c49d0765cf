import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkGraph, type NodeRules } from "#app/domain/workflows/rules/check-graph.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { drawn } from "./drawn.ts";

const any = z.record(z.string(), z.unknown());
const step: NodeRules = { label: "Step", settings: any, ports: () => ["next"], canFail: true };
const types = new Map<string, NodeRules>([
	["start", { ...step, label: "Start", isTrigger: true, canFail: false }],
	["a", step],
	["b", { ...step, ports: () => ["yes", "no"], canFail: false }],
	["mail", { ...step, settings: z.object({ to: z.string("Say whom it goes to.") }) }],
	["each", { ...step, ports: () => ["each", "done"] }],
	["join", { ...step, canFail: false }],
]);

const problems = (text: string) => checkGraph(drawn(text), types).map(({ level, message }) => `${level}: ${message}`);

describe("FLOW-1 what can be published", () => {
	test("FLOW-1 a graph of known steps with one start is as it should be", () => {
		expect(problems("start > a1, a1 > b1, b1:yes > a2, b1:no > a1, a1:error > a3")).toEqual([]);
	});

	test("FLOW-1 two starts, or none, are told", () => {
		expect(problems("start1 > a1, start2 > a1")).toEqual([
			"error: “start1” and “start2” both begin this workflow. Keep one.",
		]);
		expect(problems("a1 > a2")).toEqual(["error: Nothing begins this workflow. Add a trigger."]);
		expect(problems("start > a1, a1 > start")).toContain("error: “start” begins the workflow: nothing can lead to it.");
	});

	test("FLOW-1 an unknown type, missing settings, and a port that is none", () => {
		expect(problems("start > ghost1")).toEqual([
			"error: “ghost1” is of a type that does not exist here: ghost. Remove it.",
		]);
		expect(checkGraph(drawn("start > mail1"), types)).toEqual([
			{ level: "error", message: "“mail1”: Say whom it goes to.", node: "mail1", setting: "to" },
		]);
		expect(problems("start > b1, b1:next > a1, b1:error > a2")).toEqual([
			"error: “b1” cannot be left by “next”. Connect one of: yes, no.",
			"error: “b1” cannot be left by “error”. Connect one of: yes, no.",
		]);
	});

	test("FLOW-1 a circle that nothing leads out of is refused; one with a way out, or of a loop's items, is not", () => {
		expect(problems("start > a1, a1 > a2, a2 > a1")).toEqual([
			"error: “a1”, “a2” go round in a circle that nothing leads out of. Add a way out.",
		]);
		expect(problems("start > a1, a1 > a1")).toHaveLength(1);
		expect(problems("start > a1, a1 > b1, b1:no > a1, b1:yes > a2")).toEqual([]);
		expect(problems("start > each1, each1:each > a1, a1 > each1")).toEqual([]);
	});

	test("FLOW-1 what nothing leads to, and what a loop does once too often, are warned of", () => {
		expect(problems("start > a1, a2 > a3")).toEqual([
			"warning: Nothing leads to “a2”: it is never done.",
			"warning: Nothing leads to “a3”: it is never done.",
		]);
		expect(problems("start > each1, each1:each > a1, a1 > a2, each1:done > a2")).toEqual([
			"warning: “a2” is done for each item of “each1” and once more at its end.",
		]);
		expect(problems("start > each1, each1:done > a1")).toEqual(["error: Nothing is done with the items of “each1”."]);
	});

	test("FLOW-1 doubles and connections to what is gone", () => {
		const graph = drawn("start > a1, start > a1");
		expect(checkGraph(graph, types)).toMatchObject([{ message: "“start” is connected with “a1” twice." }]);
		const gone = { nodes: graph.nodes, edges: [{ from: "start", port: "next", to: "nobody" }] };
		expect(checkGraph(gone, types)[0]).toMatchObject({ level: "error", edge: { to: "nobody" } });
		const twice = { nodes: [...graph.nodes, graph.nodes[1]!], edges: [] };
		expect(checkGraph(twice, types)[0]!.message).toBe("Two steps are called a1. Give one of them another id.");
	});

	test("FLOW-1 a graph is data: what is no graph is refused by its shape", () => {
		const node = { id: "a", type: "a", name: "A" };
		expect(Graph.safeParse({ nodes: [node], edges: [] }).success).toBe(true);
		for (const wrong of [
			{ ...node, id: "A b" },
			{ ...node, id: "__proto__" },
			{ ...node, code: "1" },
			{ ...node, x: Number.NaN },
		]) {
			expect(Graph.safeParse({ nodes: [wrong], edges: [] }).success).toBe(false);
		}
		expect(Graph.safeParse({ nodes: Array.from({ length: 301 }, () => node), edges: [] }).success).toBe(false);
	});
});
