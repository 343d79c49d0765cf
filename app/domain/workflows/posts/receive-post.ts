import { createHash } from "node:crypto";
import { storable } from "#app/domain/integrations/storable.ts";
import { type ExpressionData, isTrue } from "#app/domain/workflows/rules/expressions.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import type { Ctx } from "#db/context.ts";

/** What was posted to a workflow's address: a JSON value or a form's fields, and the address's parameters. */
export type Post = { body: unknown; query: Record<string, string>; key: string | null };

/** `ignored`: the trigger's filter did not let it pass. `full`: the workflow's limits leave no room for it. */
export type PostReceived = { outcome: "begun" | "known"; runId: string } | { outcome: "ignored" | "full"; runId: null };

/**
 * Begins the run of a post (FLOW-1): `trigger.body` and `trigger.query`. The same body with the same key begins one run.
 * 404, 409 for a workflow that is off, 422 for more than a run can begin with.
 */
export async function receivePost(ctx: Ctx, workflowId: string, post: Post): Promise<PostReceived> {
	const trigger = storable({ body: post.body ?? {}, query: post.query }) as Record<string, unknown>;
	const row = await ctx.db
		.selectFrom("workflow_triggers")
		.select("filter")
		.where("workflow_id", "=", workflowId)
		.executeTakeFirst();
	if (!passes(row?.filter ?? "", { trigger, steps: {}, now: ctx.now })) return { outcome: "ignored", runId: null };
	const dedupeKey = post.key ? `post:${hash(`${post.key}\n${JSON.stringify(trigger)}`)}` : null;
	const begun = await startRun(ctx, workflowId, { trigger, dedupeKey });
	if (begun) return { outcome: "begun", runId: begun };
	const known = dedupeKey
		? await ctx.db
				.selectFrom("workflow_runs")
				.select("id")
				.where("workflow_id", "=", workflowId)
				.where("dedupe_key", "=", dedupeKey)
				.executeTakeFirst()
		: undefined;
	return known ? { outcome: "known", runId: known.id } : { outcome: "full", runId: null };
}

const hash = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** A filter that cannot be worked out lets nothing pass. */
function passes(filter: string, data: ExpressionData): boolean {
	if (filter.trim() === "") return true;
	try {
		return isTrue(filter, data);
	} catch {
		return false;
	}
}
