import { log } from "#app/base/log.ts";
import { receiveChatLine } from "#app/domain/assistant/receive-chat-line.ts";
import type { ChatAct } from "#app/domain/assistant/schema.ts";
import { answerChatLine } from "#app/domain/assistant/turns/answer-chat-line.ts";
import type { AnswerClaim } from "#app/domain/assistant/turns/begin-answer.ts";
import { questionEmbedder } from "#app/doors/knowledge.ts";
import { type Args, visitOf } from "#app/doors/request.ts";
import { providers } from "#app/providers/open.ts";
import { asCustomer } from "./customer.ts";
import type { PublicLink } from "./public-link.ts";

/** Without a script the post waits this long for the answer; with one the page follows it as it is written. */
const WAIT_MS = { plain: 8_000, live: 300 };

type Posted = { text?: string | undefined; act?: ChatAct | undefined; key: string; live?: "1" | undefined };

/**
 * A line posted to a chat link: kept in one transaction, answered after it in this process. Returns once the answer is
 * there or the wait is over; then it goes on by itself, and a job takes it over should this process die. Returns the
 * id of the line.
 */
export async function postChatLine(args: Args, link: PublicLink, posted: Posted): Promise<string> {
	const line = { conversationId: link.subjectId, text: posted.text, act: posted.act, key: posted.key };
	const received = await asCustomer(args, link, (ctx) => receiveChatLine(ctx, line));
	if (!received.answer) return received.messageId;
	const answering = answer(args, link, received.answer);
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, posted.live ? WAIT_MS.live : WAIT_MS.plain);
	});
	await Promise.race([answering, late]);
	clearTimeout(timer);
	return received.messageId;
}

async function answer(args: Args, link: PublicLink, claim: AnswerClaim): Promise<void> {
	const { requestId, ip } = visitOf(args);
	const actor = { kind: "customer", id: link.contactId, name: "Customer" } as const;
	try {
		await answerChatLine({ org: link.orgId, actor, requestId, ip }, claim, providers().models, {
			embed: questionEmbedder(),
		});
	} catch (error) {
		// The line is kept and so is the lease: the job that waits for its end answers.
		log().error({ err: error, requestId }, "a chat line was not answered at once");
	}
}
