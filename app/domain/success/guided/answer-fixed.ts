import { invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { findStep, lockOpenThread, type ThreadMessage } from "./threads.ts";
import { writeMessages } from "./write-message.ts";

/**
 * Uses one of the step's fixed answers (SUCCESS-5): the question and its words join the thread. 404, 409 for a thread that
 * is over, 422 for a question that the step has no answer to.
 */
export async function answerFixed(ctx: Ctx, threadId: string, question: string): Promise<ThreadMessage[]> {
	authorize(ctx, "success.work");
	const thread = await lockOpenThread(ctx, threadId);
	const step = await findStep(ctx, thread.runId, thread.stepId);
	const answer = step?.settings.answers?.find(({ name }) => name === question);
	if (!answer) throw invalid("Some fields cannot be accepted.", { question: ["This step has no such fixed answer."] });
	return writeMessages(ctx, threadId, [
		{ author: "member", name: ctx.actor.name, body: answer.name, source: "member" },
		{ author: "assistant", name: "Fixed answer", body: answer.value, source: "fixed" },
	]);
}
