import { notFound } from "#app/base/errors.ts";
import { unseal } from "#app/base/seal.ts";
import type { ShopKind } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";

/** What a shop's adapter is opened with, secrets in clear: it stays in memory and never goes into a row or a log. */
export type ShopSettings = {
	kind: ShopKind;
	baseUrl: string;
	apiKey: string;
	/** Current secret first; the former one follows while it is rotated. */
	webhookSecret: string[];
	mapping?: unknown;
};

/** The settings of a connection of this organisation, for `providers().shop(settings)` outside the transaction. */
export async function shopSettings(ctx: Ctx, connectionId: string): Promise<ShopSettings> {
	const row = await ctx.db
		.selectFrom("shop_connections")
		.select([
			"kind",
			"base_url",
			"api_key_sealed",
			"webhook_secret_sealed",
			"previous_webhook_secret_sealed",
			"mapping",
		])
		.where("id", "=", connectionId)
		.executeTakeFirst();
	if (!row) throw notFound("connection");
	const secrets = [row.webhook_secret_sealed, row.previous_webhook_secret_sealed].filter((sealed) => sealed !== null);
	return {
		kind: row.kind as ShopKind,
		baseUrl: row.base_url,
		apiKey: unseal(row.api_key_sealed, `shop-key:${connectionId}`),
		webhookSecret: secrets.map((sealed) => unseal(sealed, `shop-secret:${connectionId}`)),
		...(row.mapping === null ? {} : { mapping: row.mapping }),
	};
}
