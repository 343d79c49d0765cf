import { invalid } from "#app/base/errors.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";
import { changeWorkflow } from "./change-workflow.ts";
import { publishWorkflow, turnWorkflow } from "./publish-workflow.ts";
import { saveDraft } from "./save-draft.ts";

/** What a program changes of a workflow at once. `version` is the draft's that it saw: who saves or publishes one names it. */
export type WorkflowUpdate = {
	name?: string | undefined;
	description?: string | undefined;
	graph?: Graph | undefined;
	version?: number | undefined;
	publish: boolean;
	enabled?: boolean | undefined;
};

/**
 * Changes what is said of a workflow: names, draft, publication, whether it begins by itself; all of it or nothing.
 * Answers the token of its address where one was just made. Errors are those of the commands that it carries out, and 422
 * where a graph or a publication does not say which draft was seen.
 */
export async function updateWorkflow(
	ctx: Ctx,
	id: string,
	{ name, description, graph, version, publish, enabled }: WorkflowUpdate,
): Promise<{ token: string | null }> {
	const before = await getWorkflow(ctx, id);
	if (version === undefined && (graph || publish))
		throw invalid("Some fields cannot be accepted.", {
			version: [
				"Name the version of the draft that you saw, so that nobody’s work is lost. Reading the workflow tells it.",
			],
		});
	if (name !== undefined || description !== undefined) {
		await changeWorkflow(ctx, id, {
			...before.limits,
			name: name ?? before.name,
			description: description ?? before.description,
		});
	}
	const seen = version ?? before.version;
	const draft = graph ? await saveDraft(ctx, id, { graph, version: seen }) : { version: seen };
	const { token } = publish ? await publishWorkflow(ctx, id, draft) : { token: null };
	if (enabled !== undefined) await turnWorkflow(ctx, id, enabled);
	return { token };
}
