import { randomBytes } from "node:crypto";
import { notFound } from "#app/base/errors.ts";
import { seal } from "#app/base/seal.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Sets a new webhook secret. The former one holds beside it until `removeFormerSecret`, so that no delivery is lost. */
export async function rotateShopSecret(
	ctx: Ctx,
	{ connectionId, webhookSecret }: { connectionId: string; webhookSecret: string },
): Promise<void> {
	authorize(ctx, "shops.manage");
	const changed = await ctx.db
		.updateTable("shop_connections")
		.set((eb) => ({
			previous_webhook_secret_sealed: eb.ref("webhook_secret_sealed"),
			webhook_secret_sealed: seal(webhookSecret, `shop-secret:${connectionId}`),
			version: eb("version", "+", 1),
		}))
		.where("id", "=", connectionId)
		.returning("id")
		.executeTakeFirst();
	if (!changed) throw notFound("connection");
	await ctx.record({ name: "shop.secret-rotated", subject: { type: "shop", id: connectionId } });
}

/** From now on only the newest secret holds. */
export async function removeFormerSecret(ctx: Ctx, connectionId: string): Promise<void> {
	authorize(ctx, "shops.manage");
	const changed = await ctx.db
		.updateTable("shop_connections")
		.set((eb) => ({ previous_webhook_secret_sealed: null, version: eb("version", "+", 1) }))
		.where("id", "=", connectionId)
		.returning("id")
		.executeTakeFirst();
	if (!changed) throw notFound("connection");
	await ctx.record({ name: "shop.former-secret-removed", subject: { type: "shop", id: connectionId } });
}

/** A webhook secret nobody can guess, in the form of Standard Webhooks: 32 random bytes. */
export function newWebhookSecret(): string {
	return `whsec_${randomBytes(32).toString("base64")}`;
}
