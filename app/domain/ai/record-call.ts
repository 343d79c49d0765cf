import { newId } from "#app/base/ids.ts";
import type { Answer } from "#app/providers/ai/port.ts";
import type { Ctx } from "#db/context.ts";

export type AiCall = {
	/** What it was for, such as `lead-chat`. */
	purpose: string;
	subject?: { type: string; id: string };
	/** What the models made of it; absent where the rules were not asked to ask any. */
	answer?: Answer | undefined;
	/** Set where a whole answer was thrown away all the same, and why. */
	discarded?: string | undefined;
	/** Of the rules' own answer, in ms: then the rules answered. */
	rulesMs?: number | undefined;
};

/**
 * Records every call to a model (AI-2), one row for each attempt, failed ones too, and one for an answer by rules.
 * Costs are millionths of a US dollar, null where a price or a usage is not known.
 */
export async function recordAiCall(ctx: Ctx, call: AiCall): Promise<void> {
	const shared = {
		org_id: ctx.org,
		at: ctx.now,
		purpose: call.purpose,
		subject_type: call.subject?.type ?? null,
		subject_id: call.subject?.id ?? null,
		request_id: ctx.requestId,
	};
	const attempts = (call.answer?.attempts ?? []).map((attempt, index, all) => {
		const isDiscarded = call.discarded !== undefined && index === all.length - 1;
		return {
			...shared,
			id: newId(),
			provider: attempt.provider,
			model: attempt.model,
			source: "model" as const,
			outcome: isDiscarded ? "discarded" : attempt.outcome,
			error: isDiscarded ? (call.discarded ?? null) : attempt.reason,
			tokens_in: attempt.usage?.inputTokens ?? 0,
			tokens_out: attempt.usage?.outputTokens ?? 0,
			cost_micros: attempt.costMicros,
			latency_ms: Math.round(attempt.latencyMs),
		};
	});
	const rules = { ...shared, id: newId(), provider: "rules", source: "rules" as const, outcome: "ok", cost_micros: 0 };
	const rows =
		call.rulesMs === undefined ? attempts : [...attempts, { ...rules, latency_ms: Math.round(call.rulesMs) }];
	if (rows.length > 0) await ctx.db.insertInto("ai_calls").values(rows).execute();
}
