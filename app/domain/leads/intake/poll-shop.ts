import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { pollShopJob } from "#app/domain/integrations/jobs.ts";
import { POLL_EVERY_MS, pollDelayAfter } from "#app/domain/integrations/poll-rules.ts";
import { type ShopSettings, shopSettings } from "#app/domain/integrations/shops/shop-settings.ts";
import type { ShopError, ShopOrder } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import { receiveDeliveries } from "./deliveries/receive-order.ts";
import { writePolled } from "./deliveries/shop-delivery.ts";
import { enrichLeadJob, importOrderJob } from "./jobs.ts";

/** Longer than a poll may take: should its process die, the connection is asked again after this. */
const LEASE_MS = 5 * 60_000;
/** The database's clock starts the job and ours asks whether it is due: they may differ a little. */
const SLACK_MS = 2_000;

/** A poll that this run holds. `since` is where a connection without a cursor begins. */
export type Poll = {
	connectionId: string;
	cursor: string | null;
	since: Date;
	locationIds: string[];
	leadStatuses: string[];
	settings: ShopSettings;
};

/**
 * Takes a connection's turn to be asked. Undefined when it is not due, paused, or being asked at this moment: two
 * runs at once are one. 404 for a connection that is not here.
 */
export async function beginPoll(ctx: Ctx, connectionId: string): Promise<Poll | undefined> {
	authorize(ctx, "shops.receive");
	const row = await ctx.db
		.updateTable("shop_connections")
		.set({ poll_after: new Date(ctx.now.getTime() + LEASE_MS) })
		.where("id", "=", connectionId)
		.where("enabled", "=", true)
		.where("poll_after", "<=", new Date(ctx.now.getTime() + SLACK_MS))
		.returning(["cursor", "created_at", "polled_at", "lookback_days", "lead_statuses"])
		.executeTakeFirst();
	if (!row) {
		const known = await ctx.db.selectFrom("shop_connections").select("id").where("id", "=", connectionId).execute();
		if (known.length === 0) throw notFound("connection");
		return undefined;
	}
	const places = await ctx.db
		.selectFrom("shop_locations")
		.select("external_id")
		.where("connection_id", "=", connectionId)
		.where("location_id", "is not", null)
		.execute();
	return {
		connectionId,
		cursor: row.cursor,
		// A connection that was asked before begins anew because a location was mapped: its last days count, not its first.
		since: new Date((row.polled_at ? ctx.now : row.created_at).getTime() - row.lookback_days * 86_400_000),
		locationIds: places.map((place) => place.external_id),
		leadStatuses: row.lead_statuses,
		settings: await shopSettings(ctx, connectionId),
	};
}

/**
 * Stores one page of changed orders with their jobs and moves the cursor, together: a crash repeats a page and loses
 * none. Orders that a webhook brought already, and those of which nothing would follow, are passed over. Returns how
 * many were new.
 */
export async function keepPolledOrders(
	ctx: Ctx,
	{ poll, orders, nextCursor }: { poll: Poll; orders: readonly ShopOrder[]; nextCursor: string },
): Promise<number> {
	authorize(ctx, "shops.receive");
	const { connectionId } = poll;
	const missed = await withoutKnown(ctx, poll, orders);
	const stored = await receiveDeliveries(
		ctx,
		missed.map((order) => ({
			connectionId,
			via: "poll" as const,
			key: `poll.${order.externalId}.${order.updatedAt.getTime()}`,
			headers: {},
			body: writePolled(order),
			state: "received" as const,
			reason: null,
		})),
	);
	await ctx.db.updateTable("shop_connections").set({ cursor: nextCursor }).where("id", "=", connectionId).execute();
	return stored.filter((delivery) => !delivery.duplicate).length;
}

/** A poll went well to its end (or, `more`, to its bound): plans the next and forgets failures. */
export async function endPoll(
	ctx: Ctx,
	{ connectionId, more }: { connectionId: string; more: boolean },
): Promise<void> {
	authorize(ctx, "shops.receive");
	const next = new Date(ctx.now.getTime() + (more ? 0 : POLL_EVERY_MS));
	const before = await ctx.db
		.selectFrom("shop_connections")
		.select(["failing_since", "last_error"])
		.where("id", "=", connectionId)
		.forUpdate()
		.executeTakeFirst();
	if (!before) return;
	await ctx.db
		.updateTable("shop_connections")
		.set({ polled_at: ctx.now, poll_after: next, failures: 0, failing_since: null, last_error: null })
		.where("id", "=", connectionId)
		.execute();
	await ctx.enqueue(pollShopJob, { orgId: ctx.org, connectionId }, { after: next });
	if (!before.failing_since) return;
	const since = before.failing_since.toISOString();
	await ctx.record({ name: "shop.recovered", subject: { type: "shop", id: connectionId }, data: { since } });
	await enrichWaiting(ctx, connectionId);
	await workOnFailed(ctx, connectionId);
}

/** A poll failed: the connection waits, longer each time, alone, and shows why. */
export async function failPoll(ctx: Ctx, { connectionId, error }: { connectionId: string; error: ShopError }) {
	authorize(ctx, "shops.receive");
	const row = await ctx.db
		.updateTable("shop_connections")
		.set((eb) => ({
			failures: eb("failures", "+", 1),
			failing_since: eb.fn.coalesce("failing_since", eb.val(ctx.now)),
			last_error: error.message.slice(0, 500),
		}))
		.where("id", "=", connectionId)
		.returning("failures")
		.executeTakeFirst();
	if (!row) return;
	const next = new Date(ctx.now.getTime() + pollDelayAfter(row.failures, error.retryAfterMs));
	await ctx.db.updateTable("shop_connections").set({ poll_after: next }).where("id", "=", connectionId).execute();
	await ctx.enqueue(pollShopJob, { orgId: ctx.org, connectionId }, { after: next });
	if (row.failures > 1) return;
	const subject = { type: "shop", id: connectionId };
	await ctx.record({ name: "shop.failing", subject, data: { kind: error.kind, reason: error.message } });
}

/** What is left after taking out orders whose lead shows this change already, and those that make no lead. */
async function withoutKnown(ctx: Ctx, poll: Poll, orders: readonly ShopOrder[]): Promise<ShopOrder[]> {
	if (orders.length === 0) return [];
	const leads = await ctx.db
		.selectFrom("leads")
		.select(["external_order_id", "external_updated_at"])
		.where("connection_id", "=", poll.connectionId)
		.where(
			"external_order_id",
			"in",
			orders.map((order) => order.externalId),
		)
		.execute();
	const shown = new Map(leads.map((lead) => [lead.external_order_id, lead.external_updated_at?.getTime() ?? 0]));
	return orders.filter((order) => {
		const at = shown.get(order.externalId);
		if (at !== undefined) return order.updatedAt.getTime() > at;
		const { status, statusId } = order;
		const wanted = poll.leadStatuses.includes(status) || (statusId !== null && poll.leadStatuses.includes(statusId));
		return wanted && !order.archived && !order.deleted;
	});
}

/** The shop answers again: leads that came meanwhile need not wait for their next try. */
async function enrichWaiting(ctx: Ctx, connectionId: string): Promise<void> {
	const leads = await ctx.db
		.selectFrom("leads")
		.select("id")
		.where("connection_id", "=", connectionId)
		.where("enrich_error", "is not", null)
		.where("enriched_at", "is", null)
		.orderBy("id")
		.limit(500)
		.execute();
	await ctx.enqueueMany(
		enrichLeadJob,
		leads.map(({ id }) => ({
			payload: { orgId: ctx.org, leadId: id, attempt: 0 },
			options: { key: `${id} recovered` },
		})),
	);
}

/** Deliveries whose tries ended while the shop was away (a customer's change is asked for) are worked on once more. */
async function workOnFailed(ctx: Ctx, connectionId: string): Promise<void> {
	const failed = await ctx.db
		.selectFrom("shop_deliveries")
		.select("id")
		.where("connection_id", "=", connectionId)
		.where("state", "=", "failed")
		.orderBy("id", "desc")
		.limit(500)
		.execute();
	await ctx.enqueueMany(
		importOrderJob,
		failed.map(({ id }) => ({ payload: { orgId: ctx.org, deliveryId: id } })),
	);
}
