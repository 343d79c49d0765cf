import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { DELIVERY_BODY_DAYS } from "#app/domain/integrations/deliveries/blank-deliveries.ts";
import type { Ctx } from "#db/context.ts";
import { importOrderJob } from "../jobs.ts";

/**
 * Works on a stored delivery again: one that was rejected or ignored may be taken now that the connection is set
 * otherwise. One that was processed changes nothing new, since the same order is the same lead. 409 while it
 * waits, and for one whose body was removed meanwhile.
 */
export async function replayDelivery(ctx: Ctx, { connectionId, id }: { connectionId: string; id: string }) {
	authorize(ctx, "shops.replay");
	if (!isId(id) || !isId(connectionId)) throw notFound("delivery");
	const row = await ctx.db
		.selectFrom("shop_deliveries")
		.select(["state", "reason", "blanked_at"])
		.where("id", "=", id)
		.where("connection_id", "=", connectionId)
		.forUpdate()
		.executeTakeFirst();
	if (!row) throw notFound("delivery");
	if (row.state === "received") throw conflict("This delivery waits for its turn already.");
	if (row.blanked_at) {
		throw conflict(`The body of this delivery was removed after ${DELIVERY_BODY_DAYS} days, so it cannot be replayed.`);
	}
	await ctx.db
		.updateTable("shop_deliveries")
		.set({ state: "received", reason: null, processed_at: null })
		.where("id", "=", id)
		.execute();
	await ctx.enqueue(importOrderJob, { orgId: ctx.org, deliveryId: id });
	await ctx.record({
		name: "shop.delivery-replayed",
		subject: { type: "shop", id: connectionId },
		data: { deliveryId: id, was: row.state, reason: row.reason },
	});
}
