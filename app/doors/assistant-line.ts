import { createHash } from "node:crypto";
import { log } from "#app/base/log.ts";
import { findLine } from "#app/domain/assistant/member/lines/answer-line.ts";
import { followAnswer } from "#app/domain/assistant/member/lines/follow-answer.ts";
import type { QuestionVector } from "#app/domain/assistant/member/tools/tool.ts";
import { answerQuestion } from "#app/domain/assistant/member/turns/answer-question.ts";
import { type Asked, askQuestion, type MemberClaim } from "#app/domain/assistant/member/turns/ask-question.ts";
import { providers } from "#app/providers/open.ts";
import { inOrg } from "#db/context.ts";
import { streamReply, withFirst } from "./api/stream-reply.ts";
import { allowedMember, guarded, type Member, scopeOf } from "./page.ts";
import { type Args, visitOf } from "./request.ts";

/**
 * Without a script the post waits this long for the answer. With one it waits for the whole, for the first word or this
 * long, whatever comes first, and the page follows from there.
 */
const WAIT_MS = { plain: 8_000, live: 300 };

type Posted = {
	threadId?: string | undefined;
	text: string;
	key: string;
	live?: "1" | undefined;
	seen?: readonly string[] | undefined;
};

/**
 * A member's question to the assistant: kept in one transaction, answered after it in this process. Returns once the
 * answer is there or the wait is over; then it goes on by itself, and a job takes it over should this process die.
 */
export async function postQuestion(args: Args, member: Member, posted: Posted): Promise<Asked> {
	// Going back to a page brings its key back: other words under it are another question, not the first one again.
	const words = createHash("sha256").update(posted.text).digest("hex").slice(0, 16);
	const question = { ...posted, key: `${posted.key}:${words}` };
	const asked = await inOrg(scopeOf(args, member), (ctx) => askQuestion(ctx, question));
	if (asked.claim) await answerFor(args, member, asked.claim, { isLive: posted.live !== undefined });
	return asked;
}

/** Answers in this process, and waits for it as long as `WAIT_MS` says. */
export async function answerFor(
	args: Args,
	member: Member,
	claim: MemberClaim,
	{ isLive = false }: { isLive?: boolean } = {},
): Promise<void> {
	const { models } = providers();
	const options = { zone: member.timeZone, embed: embedQuestion };
	const answering = answerQuestion(scopeOf(args, member), claim, models, options).catch((error: Error) => {
		// The question is kept and so is the lease: the job that waits for its end answers.
		log().error({ err: error, requestId: visitOf(args).requestId }, "a member's question was not answered at once");
	});
	const begun = isLive ? findLine(claim.answerId)?.changed() : undefined;
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, isLive ? WAIT_MS.live : WAIT_MS.plain);
	});
	await Promise.race([answering, late, ...(begun ? [begun] : [])]);
	clearTimeout(timer);
}

/**
 * The answer that is being written in a conversation of one's own, as events (`followAnswer`), for the page that shows
 * it. The first is awaited here, so that what is nobody's to read is a refusal and not a stream.
 */
export async function streamAnswer(args: Args, place: { threadId: string; answerId: string }): Promise<Response> {
	const member = await allowedMember(args, "assistant.use");
	const pieces = followAnswer(scopeOf(args, member), place, args.request.signal);
	const first = await guarded(args, () => pieces.next());
	return streamReply(withFirst(first, pieces), visitOf(args).requestId, {});
}

/** A question as a vector by the model that is configured; null without one, or while it does not answer. */
export async function embedQuestion(text: string): Promise<QuestionVector | null> {
	const { embeddings } = providers();
	const [values] = (await embeddings?.embed([text], AbortSignal.timeout(EMBED_MS)).catch(() => [])) ?? [];
	return embeddings && values ? { model: embeddings.model, values } : null;
}

/** Longer nobody waits for a better search. */
const EMBED_MS = 3_000;
