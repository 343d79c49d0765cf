import { describe, expect, test } from "vitest";
import {
	addNode,
	changeType,
	connect,
	disconnect,
	duplicateNode,
	freeId,
	moveNode,
	moveUnder,
	removeNode,
	renameNode,
	setRetries,
	setSettings,
} from "#app/domain/workflows/rules/edit-graph.ts";
import { Graph, MOST_NODES } from "#app/domain/workflows/rules/graph.ts";
import { drawn } from "./drawn.ts";

const edges = (graph: Graph) => graph.edges.map(({ from, port, to }) => `${from}:${port}>${to}`).sort();
const names = (graph: Graph) => graph.nodes.map(({ id }) => id).sort();
const node = (graph: Graph, id: string) => graph.nodes.find((one) => one.id === id)!;

describe("FLOW-2 a graph is edited step by step", () => {
	test("FLOW-2 a step added after a way stands between, or beside what was there", () => {
		const graph = drawn("start > a, a > b");
		const between = addNode(graph, { type: "mail", name: "Mail" }, { from: "start", port: "next" }, "next");
		expect(between.id).toBe("mail");
		expect(edges(between.graph)).toEqual(["a:next>b", "mail:next>a", "start:next>mail"]);
		const beside = addNode(graph, { type: "mail", name: "Mail" }, { from: "start", port: "next" });
		expect(edges(beside.graph)).toEqual(["a:next>b", "start:next>a", "start:next>mail"]);
		const alone = addNode(graph, { type: "mail", name: "Mail" });
		expect(edges(alone.graph)).toEqual(edges(graph));
		expect(names(alone.graph)).toContain("mail");
		expect(edges(graph)).toEqual(["a:next>b", "start:next>a"]);
	});

	test("FLOW-2 no step is set down on another", () => {
		let graph = drawn("start > a");
		for (let count = 0; count < 12; count++) {
			graph = addNode(graph, { type: "mail", name: "Mail" }, { from: "start", port: "next" }).graph;
		}
		const added = graph.nodes.filter(({ type }) => type === "mail");
		expect(new Set(added.map(({ x, y }) => `${x} ${y}`)).size).toBe(12);
	});

	test("FLOW-2 a removed step takes its connections with it, and closes the gap where that is clear", () => {
		expect(edges(removeNode(drawn("start > a, a > b"), "a"))).toEqual([]);
		expect(edges(removeNode(drawn("start > a, a > b"), "a", { closesGap: true }))).toEqual(["start:next>b"]);
		expect(edges(removeNode(drawn("start > a, a:found > b"), "a", { closesGap: true }))).toEqual(["start:next>b"]);
		expect(edges(removeNode(drawn("start > a, a:yes > b, a:no > c"), "a", { closesGap: true }))).toEqual([]);
		expect(edges(removeNode(drawn("start > a, a > b, b > a"), "b", { closesGap: true }))).toEqual(["start:next>a"]);
	});

	test("FLOW-2 two steps are connected once, and never with one that is not there", () => {
		const graph = drawn("start > a");
		const edge = { from: "start", port: "next", to: "a" };
		expect(connect(graph, edge).edges).toHaveLength(1);
		expect(connect(graph, { ...edge, to: "ghost" }).edges).toHaveLength(1);
		expect(disconnect(graph, edge).edges).toHaveLength(0);
		expect(disconnect(graph, { ...edge, port: "error" }).edges).toHaveLength(1);
	});

	test("FLOW-2 a step moves under another way with what follows it", () => {
		const graph = drawn("start > a, a:yes > b, b > c, a:no > d");
		expect(edges(moveUnder(graph, "b", { from: "d", port: "next" }))).toEqual([
			"a:no>d",
			"b:next>c",
			"d:next>b",
			"start:next>a",
		]);
		expect(moveUnder(graph, "b", { from: "ghost", port: "next" })).toEqual(graph);
	});

	test("FLOW-2 name, settings, retries and place change one step and nothing else", () => {
		const graph = drawn("start > a");
		expect(node(renameNode(graph, "a", "Ask"), "a").name).toBe("Ask");
		expect(node(setSettings(graph, "a", { to: "x" }), "a").settings).toEqual({ to: "x" });
		const tried = setRetries(graph, "a", { retries: 3, timeoutSeconds: 20 });
		expect(node(tried, "a")).toMatchObject({ retries: 3, timeoutSeconds: 20 });
		expect(node(setRetries(tried, "a", { retryAfterSeconds: 5 }), "a")).toEqual({
			...node(graph, "a"),
			retryAfterSeconds: 5,
		});
		expect(node(moveNode(graph, "a", { x: 7, y: 8 }), "a")).toMatchObject({ x: 7, y: 8 });
		for (const changed of [renameNode(graph, "a", "Ask"), tried])
			expect(node(changed, "start")).toEqual(node(graph, "start"));
	});

	test("FLOW-2 a step of another kind keeps its id, its place and its connections, and nothing of its set-up", () => {
		const graph = setRetries(setSettings(drawn("start > a, a > b"), "a", { to: "x" }), "a", { retries: 3 });
		const other = changeType(graph, "a", { type: "wait", name: "Wait" });
		expect(edges(other)).toEqual(edges(graph));
		expect(node(other, "a")).toEqual({ id: "a", type: "wait", name: "Wait", settings: {}, x: 0, y: 0 });
	});

	test("FLOW-2 a copy has settings of its own", () => {
		const graph = setSettings(drawn("start > a"), "a", { cases: [{ when: "true" }] });
		const { graph: copied, id } = duplicateNode(graph, "a");
		expect(id).toBe("a_2");
		expect(node(copied, "a_2")).toMatchObject({ name: "a (copy)", settings: { cases: [{ when: "true" }] } });
		expect(node(copied, "a_2").settings.cases).not.toBe(node(graph, "a").settings.cases);
		expect(duplicateNode(copied, "a_2").id).toBe("a_3");
		expect(duplicateNode(graph, "ghost")).toEqual({ graph, id: null });
	});

	test("FLOW-2 a free id is one that a graph may hold, whatever the type is called", () => {
		const graph = drawn("start > a");
		for (const type of ["send_email", "9lives", "Ünder", "x".repeat(60), "-", ""]) {
			const { graph: one, id } = addNode(graph, { type: type || "t", name: "N" });
			expect(Graph.safeParse(one).success, id).toBe(true);
			expect(freeId(one, type || "t")).not.toBe(id);
		}
	});
});

/** Small and repeatable: the same seed draws the same edits. */
function random(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

const PORTS = ["next", "yes", "no", "error"];

function edit(graph: Graph, draw: (below: number) => number): Graph {
	const id = graph.nodes[draw(graph.nodes.length)]?.id ?? "ghost";
	const to = draw(8) === 0 ? "ghost" : (graph.nodes[draw(graph.nodes.length)]?.id ?? "ghost");
	const way = { from: to, port: PORTS[draw(PORTS.length)]! };
	const step = { type: ["mail", "wait", "mail_2"][draw(3)]!, name: "N" };
	switch (draw(9)) {
		case 0:
		case 1:
			return addNode(graph, step, way, draw(2) === 0 ? "next" : null).graph;
		case 2:
			return addNode(graph, step).graph;
		case 3:
			return removeNode(graph, id, { closesGap: draw(2) === 0 });
		case 4:
			return connect(graph, { ...way, to: id });
		case 5:
			return disconnect(graph, graph.edges[draw(graph.edges.length)] ?? { ...way, to: id });
		case 6:
			return moveUnder(graph, id, way);
		case 7:
			return duplicateNode(graph, id).graph;
		default:
			return setRetries(setSettings(renameNode(graph, id, "M"), id, { a: 1 }), id, { retries: draw(10) });
	}
}

describe("FLOW-2 whatever is edited in whatever order", () => {
	test("FLOW-2 no connection dangles or doubles, no two steps share an id, and what was given stays as it was", () => {
		for (let seed = 1; seed <= 60; seed++) {
			const draw = random(seed);
			let graph = drawn("start > a, a:yes > b, a:no > c, b > d, c > d");
			for (let count = 0; count < 40 && graph.nodes.length < MOST_NODES; count++) {
				const before = structuredClone(graph);
				const after = edit(graph, draw);
				expect(graph, `seed ${seed}`).toEqual(before);
				const ids = new Set(after.nodes.map((one) => one.id));
				expect(ids.size, `seed ${seed}`).toBe(after.nodes.length);
				expect(
					after.edges.every(({ from, to }) => ids.has(from) && ids.has(to)),
					`seed ${seed}`,
				).toBe(true);
				expect(new Set(edges(after)).size, `seed ${seed}`).toBe(after.edges.length);
				expect(Graph.safeParse(after).success, `seed ${seed}`).toBe(true);
				graph = after;
			}
		}
	});
});
