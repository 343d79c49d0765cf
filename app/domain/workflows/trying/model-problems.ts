import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";

/** What becomes of the steps that ask a model while none is set up. */
const WITHOUT: Readonly<Record<string, string>> = {
	ask_ai: "no model is set up, so this step fails. Have one set up, or give it a way for failures.",
	classify: "no model is set up, so it is sorted by its labels' words alone.",
};

/** Whether a graph has steps that ask a model. */
export const asksModel = ({ nodes }: Graph): boolean => nodes.some(({ type }) => Object.hasOwn(WITHOUT, type));

/** What happens to those steps while no model is set up, as warnings (AI-1). */
export function modelProblems({ nodes }: Graph): GraphProblem[] {
	return nodes.flatMap(({ id, type, name }): GraphProblem[] =>
		Object.hasOwn(WITHOUT, type) ? [{ level: "warning", message: `“${name}”: ${WITHOUT[type]}`, node: id }] : [],
	);
}
