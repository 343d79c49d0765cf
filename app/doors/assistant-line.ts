import { log } from "#app/base/log.ts";
import type { QuestionVector } from "#app/domain/assistant/member/tools/tool.ts";
import { answerQuestion } from "#app/domain/assistant/member/turns/answer-question.ts";
import { type Asked, askQuestion, type MemberClaim } from "#app/domain/assistant/member/turns/ask-question.ts";
import { providers } from "#app/providers/open.ts";
import { inOrg } from "#db/context.ts";
import { type Member, scopeOf } from "./page.ts";
import { type Args, visitOf } from "./request.ts";

/** Without a script the post waits this long for the answer; with one the page follows it as it is written. */
const WAIT_MS = { plain: 8_000, live: 300 };

type Posted = { threadId?: string | undefined; text: string; key: string; live?: "1" | undefined };

/**
 * A member's question to the assistant: kept in one transaction, answered after it in this process. Returns once the
 * answer is there or the wait is over; then it goes on by itself, and a job takes it over should this process die.
 */
export async function postQuestion(args: Args, member: Member, posted: Posted): Promise<Asked> {
	const asked = await inOrg(scopeOf(args, member), (ctx) => askQuestion(ctx, posted));
	if (asked.claim) await answerFor(args, member, asked.claim, posted.live ? WAIT_MS.live : WAIT_MS.plain);
	return asked;
}

/** Answers in this process, and waits `waitMs` for it at most. */
export async function answerFor(args: Args, member: Member, claim: MemberClaim, waitMs = WAIT_MS.plain): Promise<void> {
	const { models } = providers();
	const options = { zone: member.timeZone, embed: embedQuestion };
	const answering = answerQuestion(scopeOf(args, member), claim, models, options).catch((error: Error) => {
		// The question is kept and so is the lease: the job that waits for its end answers.
		log().error({ err: error, requestId: visitOf(args).requestId }, "a member's question was not answered at once");
	});
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, waitMs);
	});
	await Promise.race([answering, late]);
	clearTimeout(timer);
}

/** A question as a vector by the model that is configured; null without one, or while it does not answer. */
export async function embedQuestion(text: string): Promise<QuestionVector | null> {
	const { embeddings } = providers();
	const [values] = (await embeddings?.embed([text], AbortSignal.timeout(EMBED_MS)).catch(() => [])) ?? [];
	return embeddings && values ? { model: embeddings.model, values } : null;
}

/** Longer nobody waits for a better search. */
const EMBED_MS = 3_000;
