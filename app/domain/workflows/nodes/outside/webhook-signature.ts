import { createHmac, hkdfSync } from "node:crypto";
import { env } from "#app/base/env.ts";
import { notFound } from "#app/base/errors.ts";
import type { OrgId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/**
 * The headers that sign a webhook: HMAC-SHA-256 over id, time in seconds and body (Standard Webhooks, "Signature scheme").
 * `id` is the same for every try.
 */
export function signWebhook(
	{ org }: { org: OrgId },
	workflowId: string,
	{ id, at, body }: { id: string; at: Date; body: string },
): Record<string, string> {
	const seconds = String(Math.floor(at.getTime() / 1_000));
	const signature = createHmac("sha256", keyOf(org, workflowId)).update(`${id}.${seconds}.${body}`).digest("base64");
	return { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": `v1,${signature}` };
}

/**
 * The secret by which a receiver checks a workflow's webhooks, as libraries of Standard Webhooks take it: `whsec_…`. It
 * follows from the installation's SECRET_KEY and is stored nowhere. For those who draw workflows (403); 404.
 */
export async function getWebhookSecret(ctx: Ctx, workflowId: string): Promise<string> {
	authorize(ctx, "workflows.edit");
	const row = await ctx.db.selectFrom("workflows").select("id").where("id", "=", workflowId).executeTakeFirst();
	if (!row) throw notFound("workflow");
	return `whsec_${keyOf(ctx.org, workflowId).toString("base64")}`;
}

function keyOf(org: OrgId, workflowId: string): Buffer {
	const secret = env().SECRET_KEY;
	if (!secret) throw new Error("SECRET_KEY is not set");
	return Buffer.from(hkdfSync("sha256", secret, org, `workflow webhook ${workflowId}`, 32));
}
