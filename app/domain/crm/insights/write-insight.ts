import { isOverBudget } from "#app/domain/ai/budget.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { jsonb } from "#db/client.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import { type Asked, askInsight, CRM_INSIGHTS } from "./ask-insight.ts";
import { readInsightFacts } from "./insight-facts.ts";
import { insightByRules } from "./rules.ts";
import type { Insight, InsightType } from "./schema.ts";

export type InsightOf = { type: InsightType; id: string };

/**
 * Writes the insight of a record anew and keeps it (CRM-7): by a model where one is configured and the budget allows,
 * else, and where it fails or answers what stands on nothing, by rules. Opens its own transactions, the model is asked
 * between them. 404 for no such record here, 403 for who may not.
 */
export async function writeInsight(
	scope: Scope,
	of: InsightOf,
	models: Models,
	signal?: AbortSignal,
): Promise<Insight & { computedAt: string }> {
	const begun = await inOrg(scope, async (ctx) => ({
		facts: await readInsightFacts(ctx, of),
		mayAsk: models.has(CRM_INSIGHTS) && !(await isOverBudget(ctx)),
		at: ctx.now,
	}));
	const asked = begun.mayAsk ? await askInsight(models, begun.facts, signal) : undefined;
	const started = performance.now();
	const insight = asked?.insight ?? insightByRules(begun.facts);
	const rulesMs = asked?.insight ? undefined : performance.now() - started;
	await inOrg({ ...scope, ...(scope.now ? { now: scope.now } : {}) }, (ctx) =>
		keepInsight(ctx, of, { insight, asked, rulesMs, at: begun.at }),
	);
	return { ...insight, computedAt: begun.at.toISOString() };
}

type Kept = { insight: Insight; asked: Asked | undefined; rulesMs: number | undefined; at: Date };

/** Keeps it as of the instant its facts were read at: what happened since makes it stale at once. An older one loses. */
async function keepInsight(ctx: Ctx, { type, id }: InsightOf, { insight, asked, rulesMs, at }: Kept): Promise<void> {
	authorize(ctx, "insights.request");
	const row = {
		summary: jsonb(insight.summary),
		risks: jsonb(insight.risks),
		next_action: insight.nextAction ? jsonb(insight.nextAction) : null,
		source: insight.source,
		provider: insight.provider,
		model: insight.model,
		computed_at: at,
	};
	await ctx.db
		.insertInto("record_insights")
		.values({ org_id: ctx.org, record_type: type, record_id: id, ...row })
		.onConflict((clash) =>
			clash
				.columns(["org_id", "record_type", "record_id"])
				.doUpdateSet(row)
				.where("record_insights.computed_at", "<=", at),
		)
		.execute();
	await recordAiCall(ctx, {
		purpose: CRM_INSIGHTS,
		subject: { type, id },
		answer: asked?.answer,
		discarded: asked?.discarded,
		rulesMs,
	});
}
