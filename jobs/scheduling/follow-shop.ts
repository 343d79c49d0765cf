import { followShop as follow } from "#app/domain/scheduling/shop-calendar/follow-shop.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

/** Has a shop's calendars read once it is connected or its locations are mapped. */
export async function followShop(
	{ orgId, eventId }: { orgId: string; eventId: string },
	{ requestId, now }: Run,
): Promise<void> {
	const actor = { kind: "system", name: "Shop calendar" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => follow(ctx, eventId));
}
