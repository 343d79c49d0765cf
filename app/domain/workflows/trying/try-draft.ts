import { invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { type Walked, walkDraft } from "#app/domain/workflows/comparing/walk-draft.ts";
import { problemsOf } from "#app/domain/workflows/definitions/publish-workflow.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { prepareGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import type { Ctx } from "#db/context.ts";

/** What a draft would do: its steps in the order in which they are done, with what each would be given and make. */
export type TriedDraft = {
	outcome: "succeeded" | "failed" | "endless";
	steps: (Walked & { name: string })[];
	/** How many more there were than are answered. */
	left: number;
};

const MOST_SHOWN = 200;

/**
 * Runs a draft dry as it stands, published or not (FLOW-2, FLOW-3): in memory, on what it is said to begin with. No run is
 * kept, and nothing is written, sent, asked or waited for. 422 for a drawing that cannot be followed.
 */
export function tryDraft(
	ctx: Ctx,
	graph: Graph,
	{ trigger, subject }: { trigger: Record<string, unknown>; subject: { type: string; id: string } | null },
): TriedDraft {
	authorize(ctx, "workflows.view");
	// What is wrong with a step's settings is told where the step fails.
	const broken = problemsOf(graph).filter(({ level, setting }) => level === "error" && setting === undefined);
	if (broken.length > 0) {
		throw invalid("This draft cannot be followed yet.", { graph: broken.map(({ message }) => message) });
	}
	const { steps, outcome } = walkDraft(
		ctx,
		prepareGraph(graph),
		{ trigger, subject, at: () => ctx.now },
		() => undefined,
	);
	const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
	const shown = steps.slice(0, MOST_SHOWN).map((step) => ({ ...step, name: names.get(step.node) ?? step.node }));
	return { outcome, steps: shown, left: steps.length - shown.length };
}
