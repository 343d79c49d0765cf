import { holdsAnswer } from "#app/domain/assistant/turns/answer-lease.ts";
import type { AnswerClaim } from "#app/domain/assistant/turns/begin-answer.ts";
import type { QuestionVector } from "#app/domain/knowledge/indexing/embedder.ts";
import { inOrg, type Scope } from "#db/context.ts";
import type { ChatFacts } from "./chat-facts.ts";
import type { Draft } from "./draft.ts";
import { publicPassages, tellFound } from "./look-up-knowledge.ts";

/** A question as a vector by the model that is configured; null where none can be had in time. */
export type Embed = (question: string, signal?: AbortSignal) => Promise<QuestionVector | null>;

/**
 * The draft of a question to the documents, looked up once more by words and meaning together (KB-3); the one that the
 * words gave where the question has no vector or the claim no longer holds. The vector is asked for outside any
 * transaction.
 */
export async function searchByMeaning(
	scope: Scope,
	claim: AnswerClaim,
	{ draft, facts }: { draft: Draft; facts: ChatFacts },
	embed: Embed,
	signal?: AbortSignal,
): Promise<Draft> {
	const { knowledge } = draft;
	const vector = knowledge ? await embed(knowledge.question, signal) : null;
	if (!knowledge || !vector) return draft;
	return inOrg(scope, async (ctx) => {
		if (!(await holdsAnswer(ctx, claim))) return draft;
		return tellFound(facts, { ...knowledge, passages: await publicPassages(ctx, knowledge.question, vector) });
	});
}
