import { finishLostAnswer } from "#app/domain/assistant/turns/finish-lost-answer.ts";
import { embedQuestion } from "#app/domain/knowledge/indexing/embedder.ts";
import { providers } from "#app/providers/open.ts";
import type { Run } from "#jobs/handles.ts";

export async function finishAnswer(payload: { orgId: string; messageId: string }, run: Run): Promise<void> {
	const { models, embeddings } = providers();
	const embed = (question: string, signal?: AbortSignal) => embedQuestion(embeddings, question, { signal });
	await finishLostAnswer(payload, run, models, embeddings && embed);
}
