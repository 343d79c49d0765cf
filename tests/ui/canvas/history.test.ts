import { describe, expect, test } from "vitest";
import {
	addNode,
	connect,
	disconnect,
	moveNode,
	removeNode,
	renameNode,
} from "#app/domain/workflows/rules/edit-graph.ts";
import { FlowNode, type Graph } from "#app/domain/workflows/rules/graph.ts";
import { clipOf, moveAll, paste, removeAll, shiftAll } from "#app/routes/studio/canvas/draft/edits.ts";
import { draw } from "#app/routes/studio/canvas/draft/use-draft.ts";
import { beginHistory, changed, type History, MOST_PAST, redone, undone } from "#app/ui/canvas/history.ts";

const START: Graph = {
	nodes: [FlowNode.parse({ id: "start", type: "manual", name: "By hand" })],
	edges: [],
};

/** A repeatable stream of numbers from 0 up to 1 (mulberry32): a failure names its seed. */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Some edit of a graph, as a person might make it. */
function someEdit(next: () => number): (graph: Graph) => Graph {
	const [kind, one, other] = [Math.floor(next() * 9), next(), next()];
	return (graph) => {
		const pick = (at: number) => graph.nodes[Math.floor(at * graph.nodes.length)]?.id ?? "start";
		const edge = graph.edges[Math.floor(one * graph.edges.length)];
		const ids = new Set([pick(one), pick(other)]);
		switch (kind) {
			case 0:
			case 1:
				return addNode(graph, { type: "branch", name: "Branch" }, { from: pick(one), port: "next" }).graph;
			case 2:
				return connect(graph, { from: pick(one), port: "yes", to: pick(other) });
			case 3:
				return edge ? disconnect(graph, edge) : graph;
			case 4:
				return removeNode(graph, pick(one), { closesGap: other > 0.5 });
			case 5:
				return moveNode(graph, pick(one), { x: Math.round(other * 900), y: 40 });
			case 6:
				return renameNode(graph, pick(one), `Step ${Math.round(other * 100)}`);
			case 7:
				return paste(graph, clipOf(graph, ids)).graph;
			default:
				return other > 0.5 ? removeAll(graph, ids) : shiftAll(graph, ids, { x: 20, y: 0 });
		}
	};
}

describe("the history of a drawing", () => {
	test("FLOW-2 undoing any sequence of edits gives each graph before, and redoing each graph after", () => {
		for (let seed = 1; seed <= 60; seed++) {
			const next = numbers(seed);
			let history = beginHistory(START);
			const seen = [JSON.stringify(START)];
			for (let count = 0; count < 40; count++) {
				const before = history.now;
				history = draw(history, { kind: "edit", edit: someEdit(next) });
				if (history.now !== before) seen.push(JSON.stringify(history.now));
			}
			expect(seen.length, `seed ${seed}`).toBeGreaterThan(10);
			for (const graph of seen.slice(0, -1).reverse()) {
				history = draw(history, { kind: "undo" });
				expect(JSON.stringify(history.now), `undo of seed ${seed}`).toBe(graph);
			}
			expect(history.past, `seed ${seed}`).toEqual([]);
			for (const graph of seen.slice(1)) {
				history = draw(history, { kind: "redo" });
				expect(JSON.stringify(history.now), `redo of seed ${seed}`).toBe(graph);
			}
		}
	});

	test("FLOW-2 what is typed in one go is undone as one, and another field as another", () => {
		let history: History<string> = beginHistory("");
		for (const text of ["A", "An", "Ann"]) history = changed(history, text, "name");
		history = changed(history, "Ann, subject", "subject");
		expect(undone(history).now).toBe("Ann");
		expect(undone(undone(history)).now).toBe("");
		// After an undo the next letter is a change of its own.
		const typed = changed(undone(history), "Anna", "name");
		expect(undone(typed).now).toBe("Ann");
	});

	test("FLOW-2 a change after an undo leaves nothing to redo; there is nothing before the first and after the last", () => {
		const history = changed(changed(beginHistory(1), 2), 3);
		expect(redone(changed(undone(history), 4)).now).toBe(4);
		expect(redone(history)).toEqual(history);
		expect(undone(beginHistory(1)).now).toBe(1);
		expect(changed(history, 3)).toBe(history);
	});

	test("FLOW-2 the oldest changes are forgotten, the newest can be undone", () => {
		let history = beginHistory(0);
		for (let value = 1; value <= MOST_PAST + 50; value++) history = changed(history, value);
		for (let count = 0; count < MOST_PAST; count++) history = undone(history);
		expect(history.now).toBe(50);
		expect(undone(history).now).toBe(50);
	});
});

describe("edits of many steps", () => {
	const two = addNode(START, { type: "branch", name: "Branch" }, { from: "start", port: "next" });

	test("FLOW-2 pasted steps have ids of their own, are connected among themselves, and lie on no other", () => {
		const clip = clipOf(two.graph, new Set(["start", two.id]));
		const { graph, ids } = paste(two.graph, clip);
		expect(ids).toHaveLength(2);
		expect(graph.edges).toContainEqual({ from: ids[0], port: "next", to: ids[1] });
		expect(new Set(graph.nodes.map(({ id }) => id)).size).toBe(4);
		const again = paste(graph, clip).graph;
		expect(new Set(again.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
	});

	test("FLOW-2 a move to where a step is already changes nothing, so that nothing is saved", () => {
		const [start] = START.nodes;
		expect(moveAll(START, new Map([["start", { x: start!.x, y: start!.y }]]))).toBe(START);
	});
});
