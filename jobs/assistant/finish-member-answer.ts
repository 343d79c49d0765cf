import { finishLostQuestion } from "#app/domain/assistant/member/turns/finish-lost-question.ts";
import { providers } from "#app/providers/open.ts";
import type { Run } from "#jobs/handles.ts";

export async function finishMemberAnswer(payload: { orgId: string; answerId: string }, run: Run): Promise<void> {
	await finishLostQuestion(payload, run, providers().models);
}
