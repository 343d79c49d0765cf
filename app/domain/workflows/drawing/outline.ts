import type { Graph } from "#app/domain/workflows/rules/graph.ts";

/** A step in the outline with the ways that turn off at it; or a word on where a way goes on. */
export type OutlineItem =
	| { kind: "step"; id: string; number: number; ways: OutlineWay[] }
	| { kind: "goto"; id: string; isBack: boolean };

/** A way out of a step and what follows there: one list for each connection, several are done at the same time. */
export type OutlineWay = { port: string; lists: OutlineItem[][] };

export type Outline = {
	items: OutlineItem[];
	/** Steps that nothing leads to, in lists of their own. */
	loose: OutlineItem[][];
	numbers: Record<string, number>;
};

/** Ways that go on below, at the same level, rather than turn off. */
const MAIN = ["next", "done"];

/**
 * A graph as a list to be read from top to bottom (FLOW-2). The main way of a step goes on below it; others turn off under
 * it. Ways that meet again meet below, once. A step stands in one place only: other ways to it say where they go on.
 */
export function outlineOf({ nodes, edges }: Graph, triggerId: string | undefined): Outline {
	const leaving = Map.groupBy(edges, ({ from }) => from);
	const known = new Set(nodes.map(({ id }) => id));
	const numbers = new Map<string, number>();
	const targets = (id: string, port?: string) =>
		(leaving.get(id) ?? []).filter((edge) => (port === undefined || edge.port === port) && known.has(edge.to));

	/** Steps that can be reached from here without going through those that have a place already. */
	const reachable = (from: readonly string[]): Set<string> => {
		const seen = new Set<string>();
		const waiting = [...from];
		for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
			if (seen.has(id) || numbers.has(id)) continue;
			seen.add(id);
			for (const { to } of targets(id)) waiting.push(to);
		}
		return seen;
	};

	/** The first step at which two ways of a step meet again. */
	const meeting = (ways: readonly (readonly string[])[], stops: ReadonlySet<string>): string | undefined => {
		const reached = ways.map((starts) => reachable(starts));
		const all = [...reachable(ways.flat())];
		return all.find((id) => !stops.has(id) && reached.filter((set) => set.has(id)).length > 1);
	};

	const sequence = (start: string, stops: ReadonlySet<string>): OutlineItem[] => {
		const items: OutlineItem[] = [];
		for (let id: string | undefined = start; id !== undefined; ) {
			if (numbers.has(id) || stops.has(id)) {
				items.push({ kind: "goto", id, isBack: numbers.has(id) });
				break;
			}
			numbers.set(id, numbers.size + 1);
			const item: OutlineItem = { kind: "step", id, number: numbers.size, ways: [] };
			items.push(item);
			id = turnOff(item, stops);
		}
		return items;
	};

	/** Places what turns off at a step; answers where it goes on below. */
	const turnOff = (item: OutlineItem & { kind: "step" }, stops: ReadonlySet<string>): string | undefined => {
		const ports = [...new Set(targets(item.id).map(({ port }) => port))];
		const main = MAIN.find((port) => targets(item.id, port).length === 1);
		const ways = ports
			.filter((port) => port !== main)
			.map((port) => ({ port, starts: targets(item.id, port).map(({ to }) => to) }));
		const below = main
			? targets(item.id, main)[0]!.to
			: meeting(
					ways.flatMap(({ starts }) => starts.map((to) => [to])),
					stops,
				);
		const inner = new Set([...stops, ...(below === undefined ? [] : reachable([below]))]);
		item.ways = ways.map(({ port, starts }) => ({ port, lists: starts.map((to) => sequence(to, inner)) }));
		return below;
	};

	const items = triggerId === undefined ? [] : sequence(triggerId, new Set());
	const loose: OutlineItem[][] = [];
	const reached = new Set(edges.filter(({ from, to }) => from !== to).map(({ to }) => to));
	for (const isRoot of [true, false]) {
		for (const { id } of nodes) {
			if (!numbers.has(id) && reached.has(id) !== isRoot) loose.push(sequence(id, new Set()));
		}
	}
	return { items, loose, numbers: Object.fromEntries(numbers) };
}
