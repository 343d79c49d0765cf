import type { Step } from "#app/domain/files/store-file.ts";
import { askKnowledge } from "#app/domain/knowledge/asking/ask-knowledge.ts";
import { listEarlierModels } from "#app/domain/knowledge/indexing/earlier-models.ts";
import { embedQuestion } from "#app/domain/knowledge/indexing/embedder.ts";
import { type SearchKnowledge, searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { providers } from "#app/providers/open.ts";
import { inOrg, type Scope } from "#db/context.ts";

/** For so long it is not looked again which models' vectors are still there. */
const LOOKED_MS = 60_000;
let earlier = { model: "", until: 0, models: Promise.resolve<string[]>([]) };

/**
 * A question's vector by the model that is configured, and by an earlier one while documents still wait to be embedded
 * anew: outside calls, made before the transaction.
 */
export async function questionVector(q: string, signal?: AbortSignal) {
	const { embeddings } = providers();
	if (!embeddings || q.trim() === "") return null;
	if (earlier.model !== embeddings.model || earlier.until < Date.now()) {
		const models = listEarlierModels(embeddings.model).catch(() => []);
		earlier = { model: embeddings.model, until: Date.now() + LOOKED_MS, models };
	}
	return embedQuestion(embeddings, q, { signal, earlier: await earlier.models });
}

/** `questionVector` where an embedding model is configured: without one nobody waits for what cannot come. */
export const questionEmbedder = () => (providers().embeddings ? questionVector : undefined);

/** Whether search goes by words alone, since no embedding model is configured. */
export const isLexicalOnly = () => providers().embeddings === undefined;

/** Answers a question from the knowledge, with the model between two transactions. */
export async function answerFromKnowledge(scope: Scope, question: string, signal?: AbortSignal) {
	const vector = await questionVector(question, signal);
	return askKnowledge((fn) => inOrg(scope, fn), { question, vector }, providers().models, signal);
}

/** Opens one transaction after the other in a caller's organisation, for uploads. */
export const stepOf =
	(scope: Scope): Step =>
	(fn) =>
		inOrg(scope, fn);

/** A search for a caller of the API: the vector first, then one transaction. */
export async function searchForEndpoint(scope: Scope, search: Omit<SearchKnowledge, "vector">, signal?: AbortSignal) {
	const vector = await questionVector(search.q, signal);
	return inOrg(scope, (ctx) => searchKnowledge(ctx, { ...search, vector }));
}
