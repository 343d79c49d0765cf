import { newId } from "#app/base/ids.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { inOrg, type Scope } from "#db/context.ts";
import { getThread, type MessageView } from "./threads/thread-queries.ts";
import { type AnswerOptions, answerQuestion } from "./turns/answer-question.ts";
import { askQuestion } from "./turns/ask-question.ts";

export type AssistantAsk = { message: string; conversationId?: string | undefined; key?: string | undefined };
export type AssistantAnswer = { conversationId: string; answer: MessageView };

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
	const question = { text: ask.message, threadId: ask.conversationId, key: ask.key ?? newId() };
	const asked = await inOrg(scope, (ctx) => askQuestion(ctx, question));
	if (asked.claim) await answerQuestion(scope, asked.claim, models, options);
	const thread = await inOrg(scope, (ctx) => getThread(ctx, asked.threadId));
	const answer = thread.messages.find(({ id }) => id === asked.answerId);
	if (!answer) throw new Error("an answer that was just written is gone");
	return { conversationId: asked.threadId, answer };
}

export type AnswerPiece =
	| { event: "text"; data: { text: string } }
	| { event: "restart"; data: Record<string, never> }
	| { event: "done"; data: AssistantAnswer };

/** As `askAssistant`, piece by piece: `text` as it comes, `restart` when what came is void, then `done` with the whole. */
export async function* streamAssistant(
	scope: Scope,
	ask: AssistantAsk,
	models: Models,
	options: AnswerOptions = {},
): AsyncGenerator<AnswerPiece> {
	const waiting: AnswerPiece[] = [];
	let wake = () => {};
	const push = (piece: AnswerPiece) => {
		waiting.push(piece);
		wake();
	};
	const gone = new AbortController();
	const signal = AbortSignal.any([gone.signal, ...(options.signal ? [options.signal] : [])]);
	const onText = (text: string | null) =>
		push(text === null ? { event: "restart", data: {} } : { event: "text", data: { text } });
	let failure: { error: unknown } | undefined;
	const working = askAssistant(scope, ask, models, { ...options, signal, onText })
		.then((data) => push({ event: "done", data }))
		.catch((error: unknown) => {
			failure = { error };
			wake();
		});
	try {
		for (;;) {
			while (waiting.length > 0) {
				const piece = waiting.shift()!;
				yield piece;
				if (piece.event === "done") return;
			}
			if (failure) throw failure.error;
			await new Promise<void>((resolve) => {
				wake = resolve;
				if (waiting.length > 0 || failure) resolve();
			});
		}
	} finally {
		gone.abort();
		await working;
	}
}
