import { allProblems } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { WORKFLOW } from "#app/domain/workflows/nodes/ai/ask-model.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { asksModel, modelProblems } from "#app/domain/workflows/trying/model-problems.ts";
import { providers } from "#app/providers/open.ts";
import type { Ctx } from "#db/context.ts";

/** Everything that is wrong with a draft or worth a look, what this process is not set up for included. */
export async function draftProblems(ctx: Ctx, graph: Graph): Promise<GraphProblem[]> {
	return [...(await allProblems(ctx, graph)), ...unsetProblems(graph)];
}

/** What a graph asks for and this process is not set up for. */
export function unsetProblems(graph: Graph): GraphProblem[] {
	return asksModel(graph) && !providers().models.has(WORKFLOW) ? modelProblems(graph) : [];
}
