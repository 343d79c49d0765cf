import type { OutlineItem } from "./outline.ts";

/** Steps that are drawn in a list of their own, because they turn off too deep below others. */
export type DeepWay = { id: string; port: string; items: OutlineItem[] };

/**
 * The steps of an outline with no more than `deepest` ways below each other, and what hung lower as lists of their own, each
 * with the step and the way that lead to it. A page nested hundreds of ways deep exhausts the stack of whoever draws it
 * (React's, for one), and nobody can read it.
 */
export function cutDeep(items: readonly OutlineItem[], deepest: number): { items: OutlineItem[]; deep: DeepWay[] } {
	const deep: DeepWay[] = [];
	const cut = (list: readonly OutlineItem[], left: number): OutlineItem[] =>
		list.map((item) => {
			if (item.kind === "goto") return item;
			const ways = item.ways.map((way) => {
				if (left > 0) return { ...way, lists: way.lists.map((each) => cut(each, left - 1)) };
				const steps = way.lists.filter(([first]) => first?.kind === "step");
				deep.push(...steps.map((each) => ({ id: item.id, port: way.port, items: each })));
				return { ...way, lists: way.lists.map((each) => (steps.includes(each) ? goesOn(each) : each)) };
			});
			return { ...item, ways };
		});
	const above = cut(items, deepest);
	// What was cut off is cut in turn; the list grows while it is gone through.
	for (let at = 0; at < deep.length; at++) deep[at]!.items = cut(deep[at]!.items, deepest);
	return { items: above, deep };
}

/** Says where a way goes on whose steps stand elsewhere. */
function goesOn([first]: readonly OutlineItem[]): OutlineItem[] {
	return first ? [{ kind: "goto", id: first.id, isBack: false }] : [];
}
