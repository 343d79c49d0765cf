import type { ShopOrder } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";

const COLUMNS = [
	"id",
	"contact_id",
	"location_id",
	"state",
	"title",
	"services",
	"value_cents",
	"currency",
	"external_status",
	"external_updated_at",
] as const;

/** The lead that an order of a connection made; "lock" keeps others from changing it until the commit. */
export async function findOrderLead(ctx: Ctx, connectionId: string, externalOrderId: string, lock?: "lock") {
	const query = ctx.db
		.selectFrom("leads")
		.select(COLUMNS)
		.where("connection_id", "=", connectionId)
		.where("external_order_id", "=", externalOrderId);
	return (lock ? query.forUpdate() : query).executeTakeFirst();
}

export type ShopLead = NonNullable<Awaited<ReturnType<typeof findOrderLead>>>;

/** What a lead is called: the order's own title, else what the customer asked for, else its services or number. */
export function titleOf(order: ShopOrder, services: ShopOrder["services"]): string {
	const request = order.request?.split(/\r?\n/)[0]?.slice(0, 120);
	const named = services.map((service) => service.name).join(", ");
	return (order.title ?? request ?? (named || `Order ${order.number ?? order.externalId}`)).slice(0, 300);
}
