import { finishLostQuestion } from "#app/domain/assistant/member/turns/finish-lost-question.ts";
import { providers } from "#app/providers/open.ts";
import type { Run } from "#jobs/handles.ts";

export async function finishMemberAnswer(payload: { orgId: string; answerId: string }, run: Run): Promise<void> {
	const { models, embeddings } = providers();
	await finishLostQuestion(payload, run, models, async (text) => {
		const [values] = (await embeddings?.embed([text], run.signal)) ?? [];
		return embeddings && values ? { model: embeddings.model, values } : null;
	});
}
