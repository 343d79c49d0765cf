import { describe, expect, test } from "vitest";
import { advance, begin } from "#app/domain/workflows/rules/advance.ts";
import { type Graph, indexGraph } from "#app/domain/workflows/rules/graph.ts";
import type { Token } from "#app/domain/workflows/rules/token.ts";
import { counter, drawn, kinds, play, type Step, tell } from "./drawn.ts";

describe("FLOW-3 what runs next", () => {
	test("FLOW-3 one after another, and it has succeeded when nothing is left", () => {
		expect(tell("start > a, a > b")).toMatchObject({ done: ["start", "a", "b"], outcome: "succeeded" });
	});

	test("FLOW-3 a branch goes one way; a port with two edges goes both", () => {
		expect(tell("start > a, a:yes > b, a:no > c", { a: "no" }).done).toEqual(["start", "a", "c"]);
		expect(tell("start > a, start > b").done).toEqual(["start", "a", "b"]);
	});

	test("FLOW-3 a join waits for all that can still come, and for nobody else", () => {
		const both = "start > a, start > b, a > join, b > join, join > c";
		expect(tell(both).done).toEqual(["start", "a", "b", "join", "c"]);
		// b took the way that does not lead to the join.
		expect(tell("start > a, start > b, a > join, b:yes > join, b:no > d, join > c", { b: "no" }).done).toEqual([
			...["start", "a", "b", "d", "join", "c"],
		]);
	});

	test("FLOW-3 a race goes on with the first and calls the others off", () => {
		const graph = indexGraph(drawn("start > a, start > b, a > race, b > race, race > c"));
		const last = play(graph, () => "next", { pick: (ready) => ready.at(-1)! });
		expect(last).toMatchObject({ done: ["start", "b", "race", "c"], calledOff: ["a"], outcome: "succeeded" });
	});

	test("FLOW-3 two joins that wait for each other: the first goes on rather than nobody", () => {
		const story = tell("start > a, start > b, a > join1, b > join2, join1 > join2, join2:back > join1", {
			join1: "next",
			join2: "next",
		});
		expect(story.outcome).toBe("succeeded");
		expect(story.done.slice(0, 4)).toEqual(["start", "a", "b", "join1"]);
	});

	test("FLOW-3 what hangs on a for-each is done once for each item, then what comes after, once", () => {
		const story = tell("start > each, each:each > a, a > b, each:done > c", { each: 3 });
		// Two at a time: the third begins when one has ended.
		expect(story.done).toEqual(["start", "each", "a#0", "a#1", "b#0", "b#1", "a#2", "b#2", "c"]);
		expect(tell("start > each, each:each > a, each:done > c", { each: 0 }).done).toEqual(["start", "each", "c"]);
		// Drawn as a circle it is the same.
		expect(tell("start > each, each:each > a, a > each, each:done > c", { each: 2 }).done).toEqual([
			...["start", "each", "a#0", "a#1", "c"],
		]);
	});

	test("FLOW-3 no more items at a time than the width", () => {
		const graph = indexGraph(drawn("start > each, each:each > a, a > b, each:done > c"));
		const seen: number[] = [];
		const onStep = ({ after }: Step) => {
			const items = new Set(after.tokens.map(({ scope }) => scope).filter(Boolean));
			seen.push(items.size);
		};
		play(graph, ({ node }) => (node === "each" ? 7 : "next"), { onStep, pick: (ready) => ready.at(-1)! });
		expect(Math.max(...seen)).toBe(2);
	});

	test("FLOW-3 a join within an item joins that item's ways only, and the one after the loop the run's", () => {
		const story = tell(
			"start > each, start > x, each:each > a, each:each > b, a > join1, b > join1, join1 > c, each:done > join2, x > join2, join2 > d",
			{ each: 2 },
		);
		expect(story.done.filter((one) => one.startsWith("join1"))).toEqual(["join1#0", "join1#1"]);
		expect(story.done.slice(-2)).toEqual(["join2", "d"]);
		expect(story.done.filter((one) => one === "join2")).toHaveLength(1);
	});

	test("FLOW-3 loops in loops", () => {
		const story = tell("start > each1, each1:each > each2, each2:each > a, each2:done > b, each1:done > c", {
			each1: 2,
			each2: 3,
		});
		expect(story.done.filter((one) => one.startsWith("a"))).toHaveLength(6);
		expect(story.done.filter((one) => one.startsWith("b"))).toEqual(["b#0", "b#1"]);
		expect(story.done.at(-1)).toBe("c");
	});

	test("FLOW-3 a failure takes its error's way; without one the run fails and the rest is called off", () => {
		const graph = (text: string) => indexGraph(drawn(text));
		const fail = (token: Token) => (token.node === "a" ? ("fail" as const) : "next");
		expect(play(graph("start > a, a:error > b, a > c"), fail)).toMatchObject({
			...{ done: ["start", "a", "b"], outcome: "succeeded" },
		});
		expect(play(graph("start > a, start > b"), fail)).toMatchObject({
			...{ done: ["start", "a"], outcome: "failed", calledOff: ["b"], left: [] },
		});
	});

	test("FLOW-3 an end of all ends the ways beside it too", () => {
		expect(tell("start > end, start > b")).toMatchObject({ outcome: "succeeded", calledOff: ["b"], left: [] });
	});

	test("FLOW-3 nothing happens to a token that is gone, or that waits at a join", () => {
		const graph = indexGraph(drawn("start > a, start > b, a > join, b > join"));
		const newId = counter();
		const first = begin("start", newId);
		const { tokens } = advance(graph, kinds, [first], { kind: "left", token: first.id, port: "next" }, newId);
		const a = tokens.find(({ node }) => node === "a")!;
		const next = advance(graph, kinds, tokens, { kind: "left", token: a.id, port: "next" }, newId);
		const join = next.tokens.find(({ state }) => state === "joining")!;
		for (const token of [first.id, a.id, join.id]) {
			expect(() => advance(graph, kinds, next.tokens, { kind: "left", token, port: "next" }, newId)).toThrow(token);
		}
	});
});

describe("FLOW-3 any graph, any order", () => {
	const seeds = Array.from({ length: 400 }, (_, at) => at + 1);
	test("FLOW-3 no step is lost and none is done twice; what cannot go round for ever comes to an end", () => {
		for (const seed of seeds) {
			const random = mulberry(seed);
			const graph = anyGraph(random, { circles: seed % 3 === 0 });
			const done = new Set<string>();
			const story = play(indexGraph(graph), (token) => choose(graph, token, random), {
				most: seed % 3 === 0 ? 60 : 5_000,
				pick: (ready) => ready[Math.floor(random() * ready.length)]!,
				onStep({ before, after, token }) {
					expect(done.has(token.id), `${seed}: ${token.node} twice`).toBe(false);
					const { absorbed, calledOff, looped, tokens } = after;
					const stays = new Set(tokens.map(({ id }) => id));
					const went = [...absorbed, ...calledOff, ...looped];
					for (const { id } of before) {
						const ends = [stays.has(id), id === token.id && !stays.has(id), went.includes(id) && id !== token.id];
						expect(ends.filter(Boolean), `${seed}: ${id} lost or kept twice`).toHaveLength(1);
					}
					if (!stays.has(token.id)) done.add(token.id);
					expect(after.outcome === "going", `${seed}`).toBe(tokens.length > 0);
					// Somebody can always go on: a run never stands still by itself.
					if (tokens.length > 0)
						expect(
							tokens.some(({ state }) => state === "ready"),
							`${seed}: stands still`,
						).toBe(true);
				},
			});
			if (seed % 3 !== 0) expect(story.outcome, `${seed} ended`).not.toBe("going");
		}
	});

	test("FLOW-3 the order in which steps are done does not change which are done, where nothing races", () => {
		for (const seed of seeds.slice(0, 150)) {
			const graph = anyGraph(mulberry(seed), { circles: false, races: false, failures: false });
			const told = [0, 1, 2].map((order) => {
				const random = mulberry(seed * 1_000 + order);
				// The way a step takes depends on the step alone.
				const act = (token: Token) => choose(graph, token, mulberry(hash(`${seed}${token.node}`)));
				const pick = (ready: Token[]) => ready[Math.floor(random() * ready.length)]!;
				return play(indexGraph(graph), act, { pick }).done.sort().join(" ");
			});
			expect(new Set(told).size, `${seed}`).toBe(1);
		}
	});
});

/** Up to nine nodes of any kind; without `circles` edges lead forward only. */
function anyGraph(
	random: () => number,
	{ circles, races = true, failures = true }: { circles: boolean; races?: boolean; failures?: boolean },
): Graph {
	const types = ["a", "a", "a", "join", "each", ...(races ? ["race"] : [])];
	const size = 3 + Math.floor(random() * 6);
	const ids = [
		"start",
		...Array.from({ length: size }, (_, at) => `${types[Math.floor(random() * types.length)]}${at}`),
	];
	const edges = Array.from({ length: Math.round(size * 1.5) }, () => {
		const from = Math.floor(random() * (ids.length - 1));
		const to = circles ? 1 + Math.floor(random() * size) : from + 1 + Math.floor(random() * (ids.length - 1 - from));
		const isLoop = ids[from]!.startsWith("each");
		const ports = isLoop ? ["each", "done"] : ["next", "next", "other", ...(failures ? ["error"] : [])];
		return { from: ids[from]!, port: ports[Math.floor(random() * ports.length)]!, to: ids[to]! };
	});
	const nodes = ids.map((id) => ({ id, type: id.replace(/\d+$/, ""), name: id, settings: {}, x: 0, y: 0 }));
	return { nodes, edges: [...edges, { from: "start", port: "next", to: ids[1]! }] };
}

function choose(graph: Graph, token: Token, random: () => number): string | number {
	if (token.node.startsWith("each")) return Math.floor(random() * 3);
	const ports = graph.edges.filter(({ from }) => from === token.node).map(({ port }) => port);
	const all = ["next", ...ports.filter((port) => port !== "error"), ...(ports.includes("error") ? ["fail"] : [])];
	return all[Math.floor(random() * all.length)]!;
}

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32, public domain). */
function mulberry(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const hash = (text: string) => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
