import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/**
 * Removes a connection with its key, its mapping and its deliveries. Leads, contacts and appointments stay; the
 * services it brought are no longer offered.
 */
export async function disconnectShop(ctx: Ctx, connectionId: string): Promise<void> {
	authorize(ctx, "shops.manage");
	const gone = await ctx.db
		.deleteFrom("shop_connections")
		.where("id", "=", connectionId)
		.returning(["name", "kind"])
		.executeTakeFirst();
	if (!gone) throw notFound("connection");
	await ctx.db
		.updateTable("services")
		.set({ active: false, updated_at: ctx.now })
		.where("source", "=", connectionId)
		.execute();
	await ctx.record({ name: "shop.disconnected", subject: { type: "shop", id: connectionId }, data: gone });
}
