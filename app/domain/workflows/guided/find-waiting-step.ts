import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/**
 * The waiting step of a run that is meant by a node's id of its graph; a step's own id is answered as it is. Of several in
 * a loop the one that has waited longest. 404 where none waits.
 */
export async function findWaitingStep(ctx: Ctx, runId: string, stepOrNode: string): Promise<string> {
	authorize(ctx, "workflows.view");
	if (isId(stepOrNode)) return stepOrNode;
	const step = isId(runId)
		? await ctx.db
				.selectFrom("workflow_steps")
				.select("id")
				.where("run_id", "=", runId)
				.where("node", "=", stepOrNode)
				.where("state", "=", "waiting")
				.orderBy("id")
				.executeTakeFirst()
		: undefined;
	if (!step) throw notFound("step");
	return step.id;
}
