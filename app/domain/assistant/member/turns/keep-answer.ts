import { newId } from "#app/base/ids.ts";
import type { Source } from "#app/domain/assistant/member/schema.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { LEASE_MS, type MemberClaim } from "./ask-question.ts";

/** A change that happens only once it is confirmed. `words` say it as a person would. */
export type NewProposal = { tool: string; input: Record<string, unknown>; words: string };

/** An answer as it is kept. Costs are millionths of a US dollar. */
export type KeptAnswer = {
	text: string;
	sources: readonly Source[];
	proposals: readonly NewProposal[];
	source: "model" | "rules";
	provider?: string | null;
	model?: string | null;
	usage?: { inputTokens: number; outputTokens: number } | null;
	costMicros?: number | null;
	latencyMs: number;
	state?: "done" | "stopped" | "failed";
};

/** Keeps what there is of an answer and renews the lease. False: it was stopped, finished, or somebody else writes it. */
export async function saveMemberAnswer(ctx: Ctx, claim: MemberClaim, text: string): Promise<boolean> {
	const saved = await ctx.db
		.updateTable("assistant_messages")
		.set({ body: text, writing_until: new Date(ctx.now.getTime() + LEASE_MS) })
		.where("id", "=", claim.answerId)
		.where("fence", "=", claim.fence)
		.where("state", "=", "writing")
		.returning("id")
		.executeTakeFirst();
	return saved !== undefined;
}

/**
 * Ends an answer that this claim still holds, with its sources and proposals. One that the member stopped meanwhile keeps
 * what was written until then, without proposals. False when somebody else has it.
 */
export async function finishMemberAnswer(ctx: Ctx, claim: MemberClaim, answer: KeptAnswer): Promise<boolean> {
	const { source, provider = null, model = null, usage } = answer;
	const isStopped = answer.state === "stopped";
	const row = await ctx.db
		.updateTable("assistant_messages")
		.set({
			body: answer.text,
			sources: jsonb(answer.sources),
			state: answer.state ?? "done",
			source,
			provider: source === "rules" ? "rules" : provider,
			model: source === "rules" ? null : model,
			tokens_in: usage?.inputTokens ?? null,
			tokens_out: usage?.outputTokens ?? null,
			cost_micros: answer.costMicros ?? (source === "rules" ? 0 : null),
			latency_ms: Math.round(answer.latencyMs),
			writing_until: null,
		})
		.where("id", "=", claim.answerId)
		.where("fence", "=", claim.fence)
		.where("state", "in", isStopped ? ["writing", "stopped"] : ["writing"])
		.returning("id")
		.executeTakeFirst();
	if (!row) return false;
	if (answer.proposals.length > 0 && !isStopped) {
		await ctx.db
			.insertInto("assistant_proposals")
			.values(
				answer.proposals.map(({ tool, input, words }) => ({
					org_id: ctx.org,
					id: newId(),
					message_id: claim.answerId,
					tool,
					input: jsonb(input),
					words,
					created_at: ctx.now,
				})),
			)
			.execute();
	}
	await ctx.db.updateTable("assistant_threads").set({ active_at: ctx.now }).where("id", "=", claim.threadId).execute();
	await ctx.record({
		name: "assistant.answered",
		subject: { type: "assistant-thread", id: claim.threadId },
		data: { source, provider: source === "rules" ? "rules" : provider, model, latencyMs: Math.round(answer.latencyMs) },
	});
	return true;
}
