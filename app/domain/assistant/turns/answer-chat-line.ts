import { isOverBudget } from "#app/domain/ai/budget.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import { answerByRules, type Line } from "#app/domain/assistant/answers/answer-by-rules.ts";
import { answerFromPassages, type Embed } from "#app/domain/assistant/answers/answer-from-passages.ts";
import { answerFromReading } from "#app/domain/assistant/answers/answer-from-reading.ts";
import { type ChatFacts, loadChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import { chatHistory, joinTurns } from "#app/domain/assistant/answers/chat-history.ts";
import type { Draft } from "#app/domain/assistant/answers/draft.ts";
import { factsForModel } from "#app/domain/assistant/answers/model-facts.ts";
import { LEAD_CHAT, LONGEST_MS, phraseAnswer, type Question } from "#app/domain/assistant/ask-model.ts";
import { ChatParts } from "#app/domain/assistant/schema.ts";
import type { ModelMessage, Models } from "#app/providers/ai/port.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import { finishAnswer, holdsAnswer, settleAnswer, withdrawAnswer } from "./answer-lease.ts";
import { startWriter } from "./answer-writer.ts";
import type { AnswerClaim } from "./begin-answer.ts";

/** What still has to be asked of a model, once the rules have drafted an answer. */
type Open = { draft: Draft; facts: ChatFacts; line: Line; question: Question; isUnread: boolean };

/**
 * Writes the answer to one line, outside any transaction of the caller's. The rules go first: they read the line, and
 * prices, hours, times and every act are theirs alone. Where a model is configured and within budget, it may say what
 * merely tells in better words, or read what the rules could not; whatever it gets wrong leaves the rules' answer.
 * Ends quietly when the claim no longer holds. `signal` stops the model, not the answer.
 */
export async function answerChatLine(
	scope: Scope,
	claim: AnswerClaim,
	models: Models,
	more: {
		signal?: AbortSignal | undefined;
		history?: readonly ModelMessage[] | undefined;
		embed?: Embed | undefined;
	} = {},
): Promise<void> {
	const started = performance.now();
	const open = await inOrg(scope, (ctx) => draftAnswer(ctx, claim, models.has(LEAD_CHAT), started));
	if (!open) return;
	const late = AbortSignal.timeout(LONGEST_MS);
	open.question.signal = more.signal ? AbortSignal.any([more.signal, late]) : late;
	if (more.history) open.question.history = joinTurns([...more.history, ...open.question.history].slice(-20));
	const { embed } = more;
	if (open.draft.knowledge) {
		const draft = await answerFromPassages(scope, claim, { models, embed }, open, started);
		if (!draft) return;
		open.draft = draft;
		open.isUnread = draft.isUnsure === true;
		open.question.facts = factsForModel(open.facts, draft);
	}
	if (open.isUnread) await answerFromReading(scope, claim, models, open, started);
	else await phrase(scope, claim, models, open, started);
}

/** The rules' answer. Finished at once, or handed back for a model to phrase. */
async function draftAnswer(
	ctx: Ctx,
	claim: AnswerClaim,
	hasModel: boolean,
	started: number,
): Promise<Open | undefined> {
	if (!(await holdsAnswer(ctx, claim))) return undefined;
	const line = await lineOf(ctx, claim);
	const facts = await loadChatFacts(ctx, line.conversationId);
	if (facts.mode === "member") {
		await withdrawAnswer(ctx, claim);
		return undefined;
	}
	const draft = await answerByRules(ctx, facts, line);
	// What nobody surely knows is the awaited person's to answer; a document's own sentence is told as it stands.
	const isOpen = draft.mayPhrase || (draft.knowledge !== undefined && !facts.person.isAwaited);
	if (!hasModel || !isOpen || (await isOverBudget(ctx))) {
		const latencyMs = performance.now() - started;
		await finishAnswer(ctx, claim, { ...draft, conversationId: facts.conversationId, source: "rules", latencyMs });
		await recordAiCall(ctx, {
			purpose: LEAD_CHAT,
			subject: { type: "message", id: claim.answerId },
			rulesMs: latencyMs,
		});
		return undefined;
	}
	const history = await chatHistory(ctx, facts.conversationId, line.id);
	const question = {
		facts: factsForModel(facts, draft),
		history,
		text: line.text,
		conversationId: facts.conversationId,
	};
	return { draft, facts, line, question, isUnread: draft.isUnsure === true };
}

async function lineOf(ctx: Ctx, { messageId }: AnswerClaim): Promise<Line & { conversationId: string }> {
	const row = await ctx.db
		.selectFrom("messages")
		.select(["id", "body_text", "parts", "conversation_id"])
		.where("id", "=", messageId)
		.executeTakeFirstOrThrow();
	const { act } = ChatParts.parse(row.parts);
	return { id: row.id, text: row.body_text, act, conversationId: row.conversation_id! };
}

async function phrase(scope: Scope, claim: AnswerClaim, models: Models, open: Open, started: number): Promise<void> {
	const writer = startWriter(scope, claim, open.facts.conversationId);
	const phrased = await phraseAnswer(models, open.question, writer.write).finally(writer.stop);
	const { answer } = phrased;
	await inOrg(scope, async (ctx) => {
		const rulesMs = phrased.text === null ? performance.now() - started : undefined;
		const subject = { type: "message", id: claim.answerId };
		await recordAiCall(ctx, { purpose: LEAD_CHAT, subject, answer, discarded: phrased.discarded, rulesMs });
		await settleAnswer(ctx, claim, {
			...open.draft,
			text: phrased.text ?? open.draft.text,
			conversationId: open.facts.conversationId,
			source: phrased.text === null ? "rules" : "model",
			provider: answer.provider,
			model: phrased.text === null ? null : answer.model,
			usage: answer.usage,
			costMicros: answer.costMicros,
			latencyMs: performance.now() - started,
		});
	});
}
