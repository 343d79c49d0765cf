import type { AppError } from "#app/base/errors.ts";
import { receivePost } from "#app/domain/workflows/posts/receive-post.ts";
import { thanksOf } from "#app/domain/workflows/posts/thanks-of.ts";
import { type Delivery, type HookReply, hook } from "#app/doors/hooks/hook.ts";
import { asWebhook } from "#app/doors/hooks/message-intake.ts";
import { isVisitor, visitorPage } from "#app/doors/hooks/visitor-page.ts";
import { findPostAddress, readPost, takePostRate } from "#app/doors/hooks/workflow-post.ts";

/**
 * The address of a workflow that begins by a webhook or a form (FLOW-1): its token is the secret. 202 with the run's id;
 * 200 for a post that came before (`Idempotency-Key`, or `Webhook-Id` of Standard Webhooks) or that begins nothing. A
 * person's browser is shown a page of thanks, or what went wrong in words.
 */
export const workflowHook = hook({
	path: "/hooks/workflows/:token",
	maxBytes: 1_048_576,
	admit: async (knock) => takePostRate(await findPostAddress(knock)),
	receive,
	refusal: ({ headers }, error) => (isVisitor(headers) ? visitorPage(error.status, wordsOf(error)) : undefined),
});

async function receive(delivery: Delivery): Promise<HookReply> {
	const { orgId, workflowId } = await findPostAddress(delivery);
	const body = await readPost(delivery);
	const key = delivery.headers.get("idempotency-key") ?? delivery.headers.get("webhook-id");
	const query = Object.fromEntries(delivery.url.searchParams);
	const isPerson = isVisitor(delivery.headers);
	const { outcome, runId, thanks } = await asWebhook(
		delivery,
		{ org: orgId, id: workflowId, name: "Webhook" },
		async (ctx) => ({
			...(await receivePost(ctx, workflowId, { body, query, key: key?.slice(0, 300) ?? null })),
			thanks: isPerson ? await thanksOf(ctx, workflowId) : "",
		}),
	);
	if (isPerson) return outcome === "full" ? visitorPage(503, FULL) : visitorPage(200, thanked(thanks));
	if (outcome === "begun") return { status: 202, body: { runId } };
	return { status: 200, body: { runId, outcome } };
}

const thanked = (words: string) => ({ title: "Thank you", text: words || "What you sent has arrived." });

const FULL = {
	title: "It could not be taken just now",
	text: "Too much has come in at once. Go back, where what you wrote still stands, and send it again in a while.",
};

const NOT_SENT = "It was not sent";
const BACK = "Go back: what you wrote still stands there.";

/** A refusal in words for whoever filled a form in; what is the organisation's own stays out of it. */
function wordsOf({ status }: AppError) {
	switch (status) {
		case 404:
			return {
				title: NOT_SENT,
				text: `This form's address does not exist any more. ${BACK} Tell whoever gave you the form.`,
			};
		case 409:
			return { title: NOT_SENT, text: `This form takes nothing at the moment. ${BACK} Try again later.` };
		case 413:
			return { title: NOT_SENT, text: `It is too large. ${BACK} Make it shorter and send it again.` };
		case 429:
			return { title: NOT_SENT, text: `It was sent too often. ${BACK} Wait a minute and send it again.` };
		default:
			return {
				title: NOT_SENT,
				text: `Something went wrong, and nothing was begun. ${BACK} Send it again in a while.`,
			};
	}
}
