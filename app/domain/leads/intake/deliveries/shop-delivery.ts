import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { type ShopSettings, shopSettings } from "#app/domain/integrations/shops/shop-settings.ts";
import { storable } from "#app/domain/integrations/storable.ts";
import { ShopError, ShopOrder, type ShopSystem } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";

/** A stored delivery with what its connection says about orders. */
export type OpenDelivery = {
	id: string;
	via: "webhook" | "poll";
	body: string;
	connection: ShopConnectionRules;
	settings: ShopSettings;
};

/** `failing`: the shop could not be reached when it was last asked, in words; then it is not asked again meanwhile. */
export type ShopConnectionRules = {
	id: string;
	name: string;
	leadStatuses: readonly string[];
	wonStatuses: readonly string[];
	failing: string | null;
};

/** What a delivery says of an order. `order` is absent when the shop only told that it is gone. */
export type ToldOrder = { event: "order"; externalId: string; deleted: boolean; order: ShopOrder | undefined };

/** What a delivery says of anything else that concerns us: only that it changed; the shop is asked what it is now. */
export type ToldRecord = {
	event: "appointment" | "customer" | "vehicle";
	externalId: string;
	externalLocationId: string | null;
	deleted: boolean;
};

/** Reads a delivery for working on it; undefined when its body was removed. 404 for one that is not here. */
export async function openDelivery(ctx: Ctx, deliveryId: string): Promise<OpenDelivery | undefined> {
	authorize(ctx, "shops.receive");
	const row = await ctx.db
		.selectFrom("shop_deliveries as d")
		.innerJoin("shop_connections as c", (join) =>
			join.onRef("c.org_id", "=", "d.org_id").onRef("c.id", "=", "d.connection_id"),
		)
		.select(["d.id", "d.via", "d.body", "c.id as connection_id", "c.name", "c.lead_statuses", "c.won_statuses"])
		.select(["c.failing_since", "c.last_error", "d.blanked_at"])
		.where("d.id", "=", deliveryId)
		.executeTakeFirst();
	if (!row) throw notFound("delivery");
	if (row.blanked_at) return undefined;
	return {
		id: row.id,
		via: row.via as OpenDelivery["via"],
		body: row.body,
		connection: {
			id: row.connection_id,
			name: row.name,
			leadStatuses: row.lead_statuses,
			wonStatuses: row.won_statuses,
			failing: row.failing_since ? row.last_error : null,
		},
		settings: await shopSettings(ctx, row.connection_id),
	};
}

/**
 * The order or other record a delivery tells of, or a sentence why it tells of none. Orders found by polling are stored in our own
 * words, webhooks in the shop's.
 */
export function readDelivery(
	shop: ShopSystem,
	delivery: Pick<OpenDelivery, "via" | "body">,
): ToldOrder | ToldRecord | string {
	let json: unknown;
	try {
		json = JSON.parse(delivery.body);
	} catch {
		return "The body is not JSON";
	}
	if (delivery.via === "poll") return toldBy(storable(readPolled(json)));
	try {
		const told = storable(shop.readWebhook(json));
		const { event, externalId, externalLocationId, deleted } = told;
		if (event === "other") return NOT_OURS;
		if (event !== "order") return { event, externalId, externalLocationId, deleted };
		return { event, externalId, deleted, order: told.order };
	} catch (error) {
		if (error instanceof ShopError) return error.message;
		throw error;
	}
}

/** Why nothing follows from a delivery about something else. */
export const NOT_OURS = "Not about an order, an appointment, a customer or a vehicle";

/** How an order found by polling is stored. `readDelivery` reads it back. */
export function writePolled(order: ShopOrder): string {
	return JSON.stringify(order);
}

function readPolled(json: unknown): ShopOrder {
	const dates = json as Record<"createdAt" | "updatedAt", string>;
	return ShopOrder.parse({
		...dates,
		createdAt: new Date(dates.createdAt),
		updatedAt: new Date(dates.updatedAt),
	});
}

function toldBy(order: ShopOrder): ToldOrder {
	return { event: "order", externalId: order.externalId, deleted: order.deleted, order };
}
