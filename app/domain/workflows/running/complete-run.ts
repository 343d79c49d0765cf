import { sql } from "kysely";
import { conflict, invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { endTrees, runTopics } from "./end-tree.ts";
import { lockGoing, lockTrees } from "./lock-run.ts";
import { tooLarge } from "./state/end-step.ts";

/** What a person says became of a run: a word or a sentence, and whatever a program wants to keep with it. */
export type Completion = { outcome: string; metadata?: Record<string, unknown> };

/**
 * Ends a run as done before its own end: what it still waits for is called off, the runs below it are cancelled, and the
 * outcome is what it made. 422 for metadata that no step could make (256 kB at most); 404; 409 for one that has ended or whose step is being carried out outside this moment.
 */
export async function completeRun(ctx: Ctx, runId: string, { outcome, metadata = {} }: Completion): Promise<void> {
	authorize(ctx, "workflows.run");
	const message = tooLarge({ outcome, metadata });
	if (message) throw invalid(message, { metadata: [message.replace(/^What it made/, "This")] });
	const runs = await lockTrees(ctx, [runId]);
	await lockGoing(ctx, runId);
	const { rows } = await sql`select from workflow_steps
		where org_id = ${ctx.org} and run_id = ${runId} and state = 'busy' limit 1`.execute(ctx.db);
	if (rows.length > 0) throw conflict("A step of it is being carried out this moment. Try again shortly.");
	await endTrees(ctx, [{ id: runId, state: "succeeded", output: { outcome, metadata } }], runs);
	await ctx.recordMany(
		runs.map(({ id, workflow_id }) => ({
			name: id === runId ? ("workflow.run-completed" as const) : ("workflow.run-cancelled" as const),
			subject: { type: "workflow", id: workflow_id },
			data: id === runId ? { run: id, outcome } : { run: id, reason: "" },
			topics: runTopics(id),
		})),
	);
}
