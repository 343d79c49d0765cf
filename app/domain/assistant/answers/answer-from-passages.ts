import { recordAiCall } from "#app/domain/ai/record-call.ts";
import { LEAD_CHAT, type Question } from "#app/domain/assistant/ask-model.ts";
import { refuseReply } from "#app/domain/assistant/rules/guard-reply.ts";
import { settleAnswer } from "#app/domain/assistant/turns/answer-lease.ts";
import { startWriter } from "#app/domain/assistant/turns/answer-writer.ts";
import type { AnswerClaim } from "#app/domain/assistant/turns/begin-answer.ts";
import { answerByModel, type ModelCall } from "#app/domain/knowledge/asking/answer-by-model.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { inOrg, type Scope } from "#db/context.ts";
import type { ChatFacts } from "./chat-facts.ts";
import { choices, type Draft, say } from "./draft.ts";
import { sayWhere } from "./look-up-knowledge.ts";

type Open = { draft: Draft; facts: ChatFacts; question: Question };

/**
 * Lets a model answer from public passages: each of its quotes must stand in its passage (KB-5), and it may name no
 * figure, link or promise beyond the quotes and the chat's own facts. Returns null once the answer is settled, by it or,
 * where it gave none, by the rules' quote; else the draft to go on with: the model saw that the passages do not tell.
 */
export async function answerFromPassages(
	scope: Scope,
	claim: AnswerClaim,
	models: Models,
	open: Open,
	started: number,
): Promise<Draft | null> {
	const calls: ModelCall[] = [];
	const { found, isMissing } = await askModel(scope, claim, models, open, calls);
	const draft = found ?? (isMissing ? (open.draft.knowledge?.otherwise ?? open.draft) : open.draft);
	const subject = { type: "message", id: claim.answerId };
	return inOrg(scope, async (ctx) => {
		for (const call of calls) await recordAiCall(ctx, { purpose: LEAD_CHAT, subject, ...call });
		// Neither an answer nor a quote: a line like any other.
		if (!found && draft.mayPhrase) return draft;
		const latencyMs = performance.now() - started;
		if (!found) await recordAiCall(ctx, { purpose: LEAD_CHAT, subject, rulesMs: latencyMs });
		const answer = calls.at(-1)?.answer;
		await settleAnswer(ctx, claim, {
			...draft,
			conversationId: open.facts.conversationId,
			source: found ? "model" : "rules",
			provider: answer?.provider ?? null,
			model: found ? (answer?.model ?? null) : null,
			usage: answer?.usage ?? null,
			costMicros: answer?.costMicros ?? null,
			latencyMs,
		});
		return null;
	});
}

/** A sound answer as a draft, with where its first quote stands; the call is marked where it may not be shown. */
async function askModel(
	scope: Scope,
	claim: AnswerClaim,
	models: Models,
	{ draft, facts, question }: Open,
	calls: ModelCall[],
): Promise<{ found?: Draft; isMissing?: boolean }> {
	const { signal } = question;
	const writer = startWriter(scope, claim, facts.conversationId);
	const asking = { models, purpose: LEAD_CHAT, signal };
	const passages = draft.knowledge?.passages ?? [];
	const given = await answerByModel(question.text, passages, asking, calls).finally(writer.stop);
	if (given?.outcome === "missing") return { isMissing: true };
	const [first] = given?.quotes ?? [];
	if (!given || !first) return {};
	const quoted = given.quotes.map(({ quote }) => quote);
	const refused = refuseReply(given.answer, [question.facts, ...quoted].join("\n"));
	const last = calls.at(-1);
	if (refused && last) last.discarded = `The reply ${refused}.`;
	if (refused || given.answer === "") return {};
	const text = `${given.answer}\n${sayWhere(first.title, first.page)}`;
	return { found: say(text, facts.state, choices("Talk to a person")) };
}
