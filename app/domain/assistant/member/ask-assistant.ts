import { newId } from "#app/base/ids.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { inOrg, type Scope } from "#db/context.ts";
import { type AnswerPiece, type AssistantAnswer, followAnswer } from "./lines/follow-answer.ts";
import { getThread } from "./threads/thread-queries.ts";
import { type AnswerOptions, answerQuestion } from "./turns/answer-question.ts";
import { askQuestion } from "./turns/ask-question.ts";

export type AssistantAsk = {
	message: string;
	conversationId?: string | undefined;
	key?: string | undefined;
	/** Proposals that the person was shown: words such as "yes" confirm none but these. */
	seen?: readonly string[] | undefined;
};

const questionOf = ({ message, conversationId, key, seen }: AssistantAsk) => ({
	text: message,
	threadId: conversationId,
	key: key ?? newId(),
	seen,
});

/**
 * Asks the assistant and waits for the whole answer, as the API does. Opens its own transactions: call it outside any.
 * The same `key` again brings the first answer back. 404 for a conversation that is not one's own.
 */
export async function askAssistant(
	scope: Scope,
	ask: AssistantAsk,
	models: Models,
	options: AnswerOptions = {},
): Promise<AssistantAnswer> {
	const asked = await inOrg(scope, (ctx) => askQuestion(ctx, questionOf(ask)));
	if (asked.claim) await answerQuestion(scope, asked.claim, models, options);
	const thread = await inOrg(scope, (ctx) => getThread(ctx, asked.threadId));
	const answer = thread.messages.find(({ id }) => id === asked.answerId);
	if (!answer) throw new Error("an answer that was just written is gone");
	return { conversationId: asked.threadId, answer };
}

/**
 * As `askAssistant`, piece by piece. A reader who leaves ends the work that they began, unless they gave a `key`, by
 * which they may come back: the same one again follows the first answer, wherever it is written.
 */
export async function* streamAssistant(
	scope: Scope,
	ask: AssistantAsk,
	models: Models,
	options: AnswerOptions = {},
): AsyncGenerator<AnswerPiece> {
	const asked = await inOrg(scope, (ctx) => askQuestion(ctx, questionOf(ask)));
	const gone = new AbortController();
	const signal = ask.key ? undefined : AbortSignal.any([gone.signal, ...(options.signal ? [options.signal] : [])]);
	const working = asked.claim ? answerQuestion(scope, asked.claim, models, { ...options, signal }) : undefined;
	// What it throws comes to the reader by the line.
	const settled = working?.catch(() => undefined);
	try {
		yield* followAnswer(scope, asked, options.signal);
	} finally {
		gone.abort();
		await settled;
	}
}
