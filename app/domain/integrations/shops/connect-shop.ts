import { newId } from "#app/base/ids.ts";
import { seal } from "#app/base/seal.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { pollShopJob, syncCatalogueJob } from "../jobs.ts";
import type { ConnectShop } from "../schema.ts";

/**
 * Connects a shop system: key and secret are sealed for this row, and polling begins. Its locations are mapped after;
 * orders of unmapped ones wait for that. The caller has checked the address outside the transaction.
 */
export async function connectShop(ctx: Ctx, input: ConnectShop): Promise<{ id: string }> {
	authorize(ctx, "shops.manage");
	const id = newId();
	await ctx.db
		.insertInto("shop_connections")
		.values({
			org_id: ctx.org,
			id,
			kind: input.kind,
			name: input.name,
			base_url: input.baseUrl,
			api_key_sealed: seal(input.apiKey, `shop-key:${id}`),
			webhook_secret_sealed: seal(input.webhookSecret, `shop-secret:${id}`),
			mapping: input.mapping === undefined ? null : jsonb(input.mapping),
			lead_statuses: input.leadStatuses,
			won_statuses: input.wonStatuses,
			lookback_days: input.lookbackDays,
			poll_after: ctx.now,
			created_at: ctx.now,
		})
		.execute();
	const { name, kind, baseUrl } = input;
	await ctx.record({ name: "shop.connected", subject: { type: "shop", id }, data: { name, kind, baseUrl } });
	await ctx.enqueue(syncCatalogueJob, { orgId: ctx.org, connectionId: id });
	await ctx.enqueue(pollShopJob, { orgId: ctx.org, connectionId: id });
	return { id };
}
