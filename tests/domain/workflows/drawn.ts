import type { FlowKinds } from "#app/domain/workflows/rules/advance.ts";
import { advance, begin } from "#app/domain/workflows/rules/advance.ts";
import { type Graph, type GraphIndex, indexGraph } from "#app/domain/workflows/rules/graph.ts";
import type { Token } from "#app/domain/workflows/rules/token.ts";

/**
 * A graph as text: `start > a, a > b, b:yes > c`. What a node is follows from its name: `join…`, `race…`, `each…`,
 * `end…`; anything else is a plain step.
 */
export function drawn(text: string): Graph {
	const edges = text.split(",").map((line) => {
		const [, from, port = "next", to] = /^\s*(\w+)(?::(\w+))?\s*>\s*(\w+)\s*$/.exec(line)!;
		return { from: from!, port, to: to! };
	});
	const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
	const nodes = ids.map((id) => ({ id, type: id.replace(/\d+$/, ""), name: id, settings: {}, x: 0, y: 0 }));
	return { nodes, edges };
}

export const kinds: FlowKinds = {
	isJoin: ({ type }) => type === "join" || type === "race",
	isRace: ({ type }) => type === "race",
	isLoop: ({ type }) => type === "each",
	endsAll: ({ type }) => type === "end",
};

/** What a plain step does when its turn comes: the port it leaves by, or a number of items, or failing. */
export type Play = (token: Token, visit: number) => string | number | "fail";

export type Story = {
	/** Nodes in the order in which they were done; of a loop's items with their number: `b#2`. */
	done: string[];
	outcome: "going" | "succeeded" | "failed";
	calledOff: string[];
	left: Token[];
};

/** Ids in the order of asking. */
export function counter(): () => string {
	let next = 0;
	return () => `t${++next}`;
}

/**
 * Plays a run to its end. `pick` chooses which of those that are ready is next (the first); `keep` is what a crash
 * leaves of the state between two steps (all of it, as JSON).
 */
export function play(
	graph: GraphIndex,
	act: Play,
	{ pick = (ready: Token[]) => ready[0]!, most = 10_000, onStep = (_: Step): void => undefined } = {},
): Story {
	const newId = counter();
	let tokens: Token[] = [begin("start", newId)];
	const story: Story = { done: [], outcome: "going", calledOff: [], left: [] };
	const visits = new Map<string, number>();
	const names = new Map<string, string>();
	while (story.outcome === "going" && story.done.length < most) {
		const ready = tokens.filter(({ state }) => state === "ready");
		if (ready.length === 0) break;
		const token = pick(ready);
		const visit = (visits.get(token.node) ?? 0) + 1;
		visits.set(token.node, visit);
		names.set(token.id, token.node);
		const played = act(token, visit);
		const item = /:(\d+)$/.exec(token.scope)?.[1];
		story.done.push(item === undefined ? token.node : `${token.node}#${item}`);
		const happening =
			typeof played === "number"
				? ({ kind: "looped", token: token.id, count: played, width: 2 } as const)
				: played === "fail"
					? ({ kind: "failed", token: token.id } as const)
					: ({ kind: "left", token: token.id, port: played } as const);
		// Only what can be stored survives a step, as in the database.
		const before = structuredClone(tokens);
		const after = advance(graph, kinds, before, happening, newId);
		onStep({ before, after, token });
		story.outcome = after.outcome;
		for (const id of after.calledOff) story.calledOff.push(before.find((one) => one.id === id)!.node);
		tokens = after.tokens;
	}
	story.left = tokens;
	return story;
}

export type Step = { before: readonly Token[]; after: ReturnType<typeof advance>; token: Token };

/** Draws and plays: every plain step leaves by `next` unless `ports` says otherwise by node. */
export function tell(text: string, ports: Record<string, string | number> = {}): Story {
	return play(indexGraph(drawn(text)), ({ node }) => ports[node] ?? "next");
}
