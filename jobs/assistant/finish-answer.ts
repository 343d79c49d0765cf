import { finishLostAnswer } from "#app/domain/assistant/turns/finish-lost-answer.ts";
import { providers } from "#app/providers/open.ts";
import type { Run } from "#jobs/handles.ts";

export async function finishAnswer(payload: { orgId: string; messageId: string }, run: Run): Promise<void> {
	await finishLostAnswer(payload, run, providers().models);
}
