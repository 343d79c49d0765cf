import type { AiPurposeName } from "#app/base/ai-settings.ts";
import { newId } from "#app/base/ids.ts";
import { isOverBudget } from "#app/domain/ai/budget.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { QuestionVector } from "../indexing/embedder.ts";
import { answerByRules, type Quote } from "../rules/answer.ts";
import { samenessOf } from "../rules/sameness.ts";
import { type FoundPassage, searchKnowledge } from "../search/search-knowledge.ts";
import { answerByModel, type ModelCall } from "./answer-by-model.ts";

export type KnowledgeAnswer = {
	outcome: "answered" | "missing";
	answer: string;
	source: "rules" | "model";
	quotes: Quote[];
};

/**
 * Answers a question from what the actor may read, and keeps it for the review; the model is asked between two
 * transactions. Without a model, or when it cannot quote, the answer is made of quotes alone. Returns its id too.
 */
export async function askKnowledge(
	step: Step,
	asked: { question: string; vector: QuestionVector | null },
	models: Models,
	signal?: AbortSignal,
): Promise<KnowledgeAnswer & { id: string }> {
	const { passages, mayAsk } = await step(async (ctx) => ({
		...(await searchKnowledge(ctx, { q: asked.question, vector: asked.vector, limit: 6 })),
		mayAsk: models.has(PURPOSE) && !(await isOverBudget(ctx)),
	}));
	const { answer, calls } = await answerFrom(asked.question, passages, mayAsk ? models : undefined, signal);
	const id = await step((ctx) => keep(ctx, asked.question, answer, calls));
	return { id, ...answer };
}

const PURPOSE = "knowledge-answer" satisfies AiPurposeName;

async function answerFrom(
	question: string,
	sources: FoundPassage[],
	models: Models | undefined,
	signal?: AbortSignal,
): Promise<{ answer: KnowledgeAnswer; calls: ModelCall[] }> {
	const calls: ModelCall[] = [];
	if (sources.length > 0 && models) {
		const given = await answerByModel(question, sources, { models, purpose: PURPOSE, signal }, calls);
		if (given) return { answer: { ...given, source: "model" }, calls };
	}
	const quotes = answerByRules(question, sources);
	return {
		answer: { outcome: quotes.length > 0 ? "answered" : "missing", answer: "", source: "rules", quotes },
		calls,
	};
}

async function keep(ctx: Ctx, question: string, answer: KnowledgeAnswer, calls: ModelCall[]): Promise<string> {
	const id = newId();
	const subject = { type: "knowledge-answer", id };
	for (const call of calls) await recordAiCall(ctx, { purpose: PURPOSE, subject, ...call });
	await ctx.db
		.insertInto("knowledge_questions")
		.values({
			org_id: ctx.org,
			id,
			question,
			same_as: samenessOf(question),
			outcome: answer.outcome,
			answer: answer.answer,
			source: answer.source,
			quotes: jsonb(answer.quotes) as never,
			member_id: ctx.actor.kind === "member" ? ctx.actor.id : null,
			asked_by: ctx.actor.name,
			created_at: ctx.now,
		})
		.execute();
	return id;
}
