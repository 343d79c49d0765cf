import { receivePost } from "#app/domain/workflows/posts/receive-post.ts";
import { type Delivery, type HookReply, hook } from "#app/doors/hooks/hook.ts";
import { asWebhook } from "#app/doors/hooks/message-intake.ts";
import { findPostAddress, readPost, takePostRate } from "#app/doors/hooks/workflow-post.ts";

/**
 * The address of a workflow that begins by a webhook or a form (FLOW-1): its token is the secret. 202 with the run's id;
 * 200 for a post that came before (`Idempotency-Key`, or `Webhook-Id` of Standard Webhooks) or that begins nothing.
 */
export const workflowHook = hook({
	path: "/hooks/workflows/:token",
	maxBytes: 1_048_576,
	admit: async (knock) => takePostRate(await findPostAddress(knock)),
	receive,
});

async function receive(delivery: Delivery): Promise<HookReply> {
	const { orgId, workflowId } = await findPostAddress(delivery);
	const body = await readPost(delivery);
	const key = delivery.headers.get("idempotency-key") ?? delivery.headers.get("webhook-id");
	const query = Object.fromEntries(delivery.url.searchParams);
	const { outcome, runId } = await asWebhook(delivery, { org: orgId, id: workflowId, name: "Webhook" }, (ctx) =>
		receivePost(ctx, workflowId, { body, query, key: key?.slice(0, 300) ?? null }),
	);
	if (outcome === "begun") return { status: 202, body: { runId } };
	return { status: 200, body: { runId, outcome } };
}
