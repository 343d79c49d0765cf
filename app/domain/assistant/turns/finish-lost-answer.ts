import type { Embed } from "#app/domain/assistant/answers/search-by-meaning.ts";
import { finishAnswerJob } from "#app/domain/assistant/jobs.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { inOrg } from "#db/context.ts";
import { answerChatLine } from "./answer-chat-line.ts";
import { takeOverAnswer } from "./answer-lease.ts";

/**
 * Finishes an answer whose writer died, from the beginning. While somebody still writes it, looks again after their
 * lease; a finished one is left alone, so that running twice answers once.
 */
export async function finishLostAnswer(
	{ orgId, messageId }: { orgId: string; messageId: string },
	run: { requestId: string; now: Date; signal: AbortSignal },
	models: Models,
	embed?: Embed,
): Promise<void> {
	const scope = { org: orgId, requestId: run.requestId, now: run.now };
	const taken = await inOrg({ ...scope, actor: { kind: "system", name: "Assistant" } }, async (ctx) => {
		const found = await takeOverAnswer(ctx, messageId);
		if (found && "until" in found) {
			const after = new Date(found.until.getTime() + 1_000);
			await ctx.enqueue(finishAnswerJob, { orgId, messageId }, { after });
		}
		return found && "claim" in found ? found : undefined;
	});
	if (!taken) return;
	// As the customer: a booking they confirmed is theirs, whichever process carries it out.
	const actor = { kind: "customer", id: taken.contactId, name: "Customer" } as const;
	await answerChatLine({ ...scope, actor }, taken.claim, models, { signal: run.signal, embed });
}
