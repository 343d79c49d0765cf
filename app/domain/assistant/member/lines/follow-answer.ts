import { notFound } from "#app/base/errors.ts";
import { getThread, type MessageView } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { house, inOrg, type Scope } from "#db/context.ts";
import { findLine } from "./answer-line.ts";

export type AssistantAnswer = { conversationId: string; answer: MessageView };

/** `text` as it comes, `restart` when what came is void, then `done` with the whole. */
export type AnswerPiece =
	| { event: "text"; data: { text: string } }
	| { event: "restart"; data: Record<string, never> }
	| { event: "done"; data: AssistantAnswer };

type Place = { threadId: string; answerId: string };

/** Longer than any answer takes, its job's second try included. */
const LONGEST_MS = 120_000;
/** Between two looks at a row that another process writes, should the news of it be lost. */
const LOOK_MS = 2_000;

/**
 * Follows an answer of one's own conversation to its end: word by word where this process writes it, else as the row is
 * saved. Throws 404 before the first piece for what is not one's own, and what the writer of this process threw.
 */
export async function* followAnswer(scope: Scope, place: Place, signal?: AbortSignal): AsyncGenerator<AnswerPiece> {
	const line = findLine(place.answerId);
	const first = await readAnswer(scope, place);
	let told = "";
	if (line && first.state === "writing") {
		for await (const piece of line.read(signal)) {
			told = piece === null ? "" : told + piece;
			yield piece === null ? restart : { event: "text", data: { text: piece } };
		}
	}
	yield* followSaved(scope, place, told, signal);
}

const restart = { event: "restart", data: {} } as const;

async function* followSaved(
	scope: Scope,
	place: Place,
	before: string,
	signal: AbortSignal | undefined,
): AsyncGenerator<AnswerPiece> {
	let told = before;
	let wake = () => {};
	const stop = house().live.onChange(({ org, topics }) => {
		if (org === scope.org && topics.includes(`assistant-thread:${place.threadId}`)) wake();
	});
	const until = AbortSignal.any([AbortSignal.timeout(LONGEST_MS), ...(signal ? [signal] : [])]);
	try {
		while (!until.aborted) {
			const heard = heardBy(until, (resolve) => {
				wake = resolve;
			});
			const answer = await readAnswer(scope, place);
			if (answer.state !== "writing") {
				yield { event: "done", data: { conversationId: place.threadId, answer } };
				return;
			}
			if (!answer.body.startsWith(told)) {
				told = "";
				yield restart;
			}
			if (answer.body.length > told.length) yield { event: "text", data: { text: answer.body.slice(told.length) } };
			told = answer.body;
			await heard;
		}
	} finally {
		stop();
	}
}

/** Resolves when woken, after a while, or when the signal comes. */
function heardBy(signal: AbortSignal, arm: (wake: () => void) => void): Promise<void> {
	return new Promise((resolve) => {
		const wake = () => {
			clearTimeout(timer);
			signal.removeEventListener("abort", wake);
			resolve();
		};
		const timer = setTimeout(wake, LOOK_MS);
		signal.addEventListener("abort", wake, { once: true });
		arm(wake);
	});
}

async function readAnswer(scope: Scope, { threadId, answerId }: Place): Promise<MessageView> {
	const thread = await inOrg({ ...scope, now: undefined }, (ctx) => getThread(ctx, threadId));
	const answer = thread.messages.find(({ id, role }) => id === answerId && role === "assistant");
	if (!answer) throw notFound("answer");
	return answer;
}
