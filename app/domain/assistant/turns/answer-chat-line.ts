import { isOverBudget } from "#app/domain/ai/budget.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import { answerByRules, type Line } from "#app/domain/assistant/answers/answer-by-rules.ts";
import { answerFromPassages } from "#app/domain/assistant/answers/answer-from-passages.ts";
import { answerFromReading } from "#app/domain/assistant/answers/answer-from-reading.ts";
import { type ChatFacts, loadChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import { chatHistory, joinTurns } from "#app/domain/assistant/answers/chat-history.ts";
import type { Draft } from "#app/domain/assistant/answers/draft.ts";
import { factsForModel } from "#app/domain/assistant/answers/model-facts.ts";
import { type Embed, searchByMeaning } from "#app/domain/assistant/answers/search-by-meaning.ts";
import { LEAD_CHAT, LONGEST_MS, phraseAnswer, type Question } from "#app/domain/assistant/ask-model.ts";
import { ChatParts } from "#app/domain/assistant/schema.ts";
import type { ModelMessage, Models } from "#app/providers/ai/port.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import { type FinishedAnswer, finishAnswer, holdsAnswer, settleAnswer, withdrawAnswer } from "./answer-lease.ts";
import { startWriter } from "./answer-writer.ts";
import type { AnswerClaim } from "./begin-answer.ts";

/** What is not finished yet, once the rules have drafted an answer; `mayAsk`: a model may be asked. */
type Open = { draft: Draft; facts: ChatFacts; line: Line; question: Question; isUnread: boolean; mayAsk: boolean };

/**
 * Writes the answer to one line, outside any transaction of the caller's. The rules go first: they read the line, and
 * prices, hours, times and every act are theirs alone. What is asked of the documents is searched by meaning too where
 * `embed` gives the question's vector. Where a model is configured and within budget, it may say what merely tells in
 * better words, or read what the rules could not; whatever it gets wrong leaves the rules' answer. Ends quietly when the
 * claim no longer holds. `signal` stops the model, not the answer.
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
	const { embed, signal } = more;
	const has = { model: models.has(LEAD_CHAT), embed: embed !== undefined };
	const open = await inOrg(scope, (ctx) => draftAnswer(ctx, claim, has, started));
	if (!open) return;
	if (embed) {
		open.draft = await searchByMeaning(scope, claim, open, embed, signal);
		open.isUnread = open.draft.isUnsure === true;
		open.question.facts = factsForModel(open.facts, open.draft);
	}
	if (!open.mayAsk || !isOpen(open)) return inOrg(scope, (ctx) => settleByRules(ctx, claim, open, started));
	const late = AbortSignal.timeout(LONGEST_MS);
	open.question.signal = signal ? AbortSignal.any([signal, late]) : late;
	if (more.history) open.question.history = joinTurns([...more.history, ...open.question.history].slice(-20));
	if (hasPassages(open)) {
		const draft = await answerFromPassages(scope, claim, models, open, started);
		if (!draft) return;
		open.draft = draft;
		open.isUnread = draft.isUnsure === true;
		open.question.facts = factsForModel(open.facts, draft);
	}
	if (open.isUnread) await answerFromReading(scope, claim, models, open, started);
	else await phrase(scope, claim, models, open, started);
}

/** The rules' answer. Finished at once, or handed back for a search by meaning or a model. */
async function draftAnswer(
	ctx: Ctx,
	claim: AnswerClaim,
	has: { model: boolean; embed: boolean },
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
	const isForMeaning = has.embed && draft.knowledge !== undefined;
	const isWaiting = isForMeaning || (has.model && isOpen({ draft, facts }));
	const mayAsk = has.model && isWaiting && !(await isOverBudget(ctx));
	if (!mayAsk && !isForMeaning) {
		await finishAnswer(ctx, claim, await byRules(ctx, claim, { draft, facts }, started));
		return undefined;
	}
	const history = await chatHistory(ctx, facts.conversationId, line.id);
	const question = {
		facts: factsForModel(facts, draft),
		history,
		text: line.text,
		conversationId: facts.conversationId,
	};
	return { draft, facts, line, question, isUnread: draft.isUnsure === true, mayAsk };
}

/** Whether a model may say it: what it may phrase, or answer from passages of documents. */
const isOpen = (of: Pick<Open, "draft" | "facts">) => of.draft.mayPhrase || hasPassages(of);

/** What nobody surely knows is the awaited person's to answer; a document's own sentence is told as it stands. */
const hasPassages = ({ draft, facts }: Pick<Open, "draft" | "facts">) =>
	(draft.knowledge?.passages.length ?? 0) > 0 && !facts.person.isAwaited;

async function settleByRules(ctx: Ctx, claim: AnswerClaim, open: Open, started: number): Promise<void> {
	if (!(await holdsAnswer(ctx, claim))) return;
	await settleAnswer(ctx, claim, await byRules(ctx, claim, open, started));
}

/** What the rules wrote, as it is finished, and as it is recorded. */
async function byRules(
	ctx: Ctx,
	{ answerId }: AnswerClaim,
	{ draft, facts }: Pick<Open, "draft" | "facts">,
	started: number,
): Promise<FinishedAnswer> {
	const latencyMs = performance.now() - started;
	await recordAiCall(ctx, { purpose: LEAD_CHAT, subject: { type: "message", id: answerId }, rulesMs: latencyMs });
	return { ...draft, conversationId: facts.conversationId, source: "rules", latencyMs };
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
