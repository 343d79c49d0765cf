import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { pollNow, pollShopJob } from "../jobs.ts";

/**
 * Pauses a connection (webhooks are answered 409, nothing is asked) or lets it go on. Going on asks the shop at once,
 * from where the last poll ended, so that what happened meanwhile is not missed.
 */
export async function pauseShop(ctx: Ctx, { connectionId, paused }: { connectionId: string; paused: boolean }) {
	authorize(ctx, "shops.manage");
	const changed = await ctx.db
		.updateTable("shop_connections")
		.set((eb) => ({
			enabled: !paused,
			version: eb("version", "+", 1),
			...(paused ? {} : { poll_after: ctx.now, failures: 0, failing_since: null, last_error: null }),
		}))
		.where("id", "=", connectionId)
		.returning("id")
		.executeTakeFirst();
	if (!changed) throw notFound("connection");
	await ctx.record({ name: paused ? "shop.paused" : "shop.resumed", subject: { type: "shop", id: connectionId } });
	if (!paused) await ctx.enqueue(pollShopJob, { orgId: ctx.org, connectionId }, pollNow({ connectionId }));
}
