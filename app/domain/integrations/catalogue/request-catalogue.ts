import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { syncCatalogueJob } from "../jobs.ts";
import { getShop } from "../shops/shop-queries.ts";

/** Asks for the catalogue to be read now. Asking again while it waits adds nothing. */
export async function requestCatalogue(ctx: Ctx, connectionId: string): Promise<void> {
	authorize(ctx, "shops.manage");
	await getShop(ctx, connectionId);
	await ctx.enqueue(syncCatalogueJob, { orgId: ctx.org, connectionId });
}
