import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Walk, Walked } from "./walk-draft.ts";

/** What would differ, in words for whoever drew the draft. */
export type Differences = { outcome: [string, string] | null; changes: string[] };

/** As many as one run's line can show. */
const MOST = 20;

/**
 * How a draft's walk differs from what a run did: steps that would not be done, or done too, done with other settings, left
 * by another way; and another outcome. Steps are told apart by id and item, and named as each graph names them.
 */
export function differencesOf(
	before: { steps: readonly Walked[]; outcome: string; graph: Graph },
	after: Walk & { graph: Graph },
): Differences {
	const [was, is] = [lastByPlace(before.steps), lastByPlace(after.steps)];
	const nameIn = (graph: Graph, node: string) => `“${graph.nodes.find(({ id }) => id === node)?.name ?? node}”`;
	const changes: string[] = [];
	for (const [place, old] of was) {
		const name = nameIn(before.graph, old.node);
		const now = is.get(place);
		if (!now) changes.push(`${name} would not be done.`);
		else if (now.error && now.error !== old.error) changes.push(`${name} would fail: ${now.error}`);
		else if (now.port !== old.port)
			changes.push(`${name} would be left by “${portLabel(now.port)}” instead of “${portLabel(old.port)}”.`);
		else if (now.isJudged ? stable(now.output) !== stable(old.output) : stable(now.input) !== stable(old.input)) {
			changes.push(`${name} would be done otherwise.${now.effect ? ` ${now.effect}` : ""}`);
		}
	}
	for (const [place, now] of is) {
		if (was.has(place)) continue;
		changes.push(`${nameIn(after.graph, now.node)} would be done too.${now.effect ? ` ${now.effect}` : ""}`);
	}
	const outcome: [string, string] | null = after.outcome === before.outcome ? null : [before.outcome, after.outcome];
	return { outcome, changes: changes.slice(0, MOST) };
}

/** Of a step that was done several times the last. */
function lastByPlace(steps: readonly Walked[]): Map<string, Walked> {
	return new Map(steps.map((step) => [`${step.path} ${step.node}`, step]));
}

/** JSON with its keys in order: the database gives them back in an order of its own. */
export function stable(value: unknown): string {
	return (
		JSON.stringify(value, (_key, one) =>
			one !== null && typeof one === "object" && !Array.isArray(one)
				? Object.fromEntries(Object.entries(one).sort(([left], [right]) => (left < right ? -1 : 1)))
				: one,
		) ?? "null"
	);
}
