import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { seal } from "#app/base/seal.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { EditShop } from "../schema.ts";

/**
 * Changes a connection. 409 when somebody changed it since the form was opened. A new address needs the key again:
 * the stored one must not travel to wherever somebody points it.
 */
export async function editShop(ctx: Ctx, { connectionId, ...input }: EditShop & { connectionId: string }) {
	authorize(ctx, "shops.manage");
	const before = await ctx.db
		.selectFrom("shop_connections")
		.select(["name", "base_url", "lead_statuses", "won_statuses", "version"])
		.where("id", "=", connectionId)
		.forUpdate()
		.executeTakeFirst();
	if (!before) throw notFound("connection");
	if (before.version !== input.version) throw conflict("Somebody changed this connection meanwhile. Open it again.");
	const isElsewhere = before.base_url !== input.baseUrl;
	if (isElsewhere && input.apiKey === "") {
		throw invalid("A new address needs the key again.", { apiKey: ["Write the key that belongs to the new address"] });
	}
	await ctx.db
		.updateTable("shop_connections")
		.set((eb) => ({
			name: input.name,
			base_url: input.baseUrl,
			lead_statuses: input.leadStatuses,
			won_statuses: input.wonStatuses,
			mapping: input.mapping === undefined ? null : jsonb(input.mapping),
			...(input.apiKey ? { api_key_sealed: seal(input.apiKey, `shop-key:${connectionId}`) } : {}),
			version: eb("version", "+", 1),
		}))
		.where("id", "=", connectionId)
		.execute();
	await ctx.record({
		name: "shop.changed",
		subject: { type: "shop", id: connectionId },
		changes: {
			name: [before.name, input.name],
			baseUrl: [before.base_url, input.baseUrl],
			leadStatuses: [before.lead_statuses, input.leadStatuses],
			wonStatuses: [before.won_statuses, input.wonStatuses],
		},
		data: { keyReplaced: input.apiKey !== "" },
	});
}
