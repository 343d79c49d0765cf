import { authorize } from "#app/domain/identity/policy.ts";
import { createLead } from "#app/domain/leads/create-lead.ts";
import type { ShopOrder } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import { saveShopContact } from "../customers/save-shop-contact.ts";
import { unknownLocation } from "../deliveries/receive-order.ts";
import { settleDelivery, type Verdict } from "../deliveries/settle-delivery.ts";
import type { OpenDelivery, ToldOrder } from "../deliveries/shop-delivery.ts";
import { enrichLeadJob, enrichmentDelay } from "../jobs.ts";
import { askForOthers } from "./follow-order-people.ts";
import type { ShopFacts } from "./gather-shop-facts.ts";
import { findOrderLead, titleOf } from "./shop-lead.ts";
import { cancelShopLead, updateShopLead } from "./update-shop-lead.ts";

/** What an order needs of the shop before it is imported: everything for a new lead, its services for one that exists. */
export type ImportPlan = { ask: "all" | "order" | "nothing" };

/** Decides what to ask the shop, so that nobody is asked about orders of which nothing follows. */
export async function planImport(ctx: Ctx, { connection }: OpenDelivery, told: ToldOrder): Promise<ImportPlan> {
	authorize(ctx, "shops.receive");
	const { order } = told;
	if (!order || connection.failing) return { ask: "nothing" };
	const lead = await findOrderLead(ctx, connection.id, told.externalId);
	if (lead) return { ask: isOlder(order, lead.external_updated_at) ? "nothing" : "order" };
	return { ask: makesLead(order, connection.leadStatuses) ? "all" : "nothing" };
}

/**
 * Turns a delivered order into a lead, or changes the lead that it made, and settles the delivery with what became of
 * it. Safe to run again and at the same instant: one order of a connection is one lead, and an older word changes
 * nothing of what a later one said.
 */
export async function importOrder(
	ctx: Ctx,
	input: { delivery: OpenDelivery; told: ToldOrder; facts: ShopFacts },
): Promise<Verdict> {
	authorize(ctx, "shops.receive");
	const verdict = await importInto(ctx, input);
	await settleDelivery(ctx, input.delivery.id, verdict);
	return verdict;
}

type Import = { delivery: OpenDelivery; told: ToldOrder; facts: ShopFacts };

async function importInto(ctx: Ctx, input: Import): Promise<Verdict> {
	const { delivery, told, facts } = input;
	const { connection } = delivery;
	const lead = await findOrderLead(ctx, connection.id, told.externalId, "lock");
	if (!told.order) {
		if (!lead) return ignored("The order was deleted in the shop, and it had made no lead");
		return processed(lead.id, await cancelShopLead(ctx, lead, "The order was deleted in the shop"));
	}
	const order = latest(told.order, facts.order);
	const services = facts.order?.services ?? order.services;
	if (lead) {
		const reason = await updateShopLead(ctx, { lead, order, services, connection });
		if (reason === null) await askForOthers(ctx, { connectionId: connection.id, leadId: lead.id, order });
		return processed(lead.id, reason);
	}
	if (order.deleted || order.archived) {
		return ignored(`The order is ${order.deleted ? "deleted" : "archived"} in the shop, and it had made no lead`);
	}
	if (!makesLead(order, connection.leadStatuses)) {
		return ignored(`Orders in the status ${order.status.slice(0, 60)} make no lead here`);
	}
	return newLead(ctx, { ...input, order, services });
}

async function newLead(
	ctx: Ctx,
	{ delivery, facts, order, services }: Import & { order: ShopOrder; services: ShopOrder["services"] },
): Promise<Verdict> {
	const { connection } = delivery;
	const place = await findPlace(ctx, connection.id, order.externalLocationId);
	if (!place) return { state: "rejected", reason: unknownLocation(order.externalLocationId), leadId: undefined };
	const known = await saveShopContact(ctx, { connectionId: connection.id, order, facts, country: place.country });
	// A customer who cannot be reached yet is written to once the shop has said how.
	const waits = facts.retry && !known.reachable;
	const lead = await createLead(ctx, {
		contactId: known.contactId,
		locationId: place.locationId,
		vehicleId: known.vehicleId,
		source: "shop",
		title: titleOf(order, services),
		services: services.map((service) => service.name),
		valueCents: order.totalCents,
		currency: place.currency ?? undefined,
		connectionId: connection.id,
		externalOrderId: order.externalId,
		externalOrderNumber: order.number ?? undefined,
		externalStatus: order.status,
		externalUpdatedAt: order.updatedAt,
		enrichedAt: facts.retry ? undefined : ctx.now,
		enrichError: facts.error,
		enroll: !waits,
	});
	if (facts.retry && lead.created) {
		const after = new Date(ctx.now.getTime() + enrichmentDelay(0, facts.retryAfterMs));
		await ctx.enqueue(enrichLeadJob, { orgId: ctx.org, leadId: lead.id, attempt: 0 }, { after });
	}
	return processed(lead.id, null);
}

/** Whether a status, or the shop's column that an order stands in, is one of those chosen for the connection. */
function makesLead(order: ShopOrder, leadStatuses: readonly string[]): boolean {
	return leadStatuses.includes(order.status) || (order.statusId !== null && leadStatuses.includes(order.statusId));
}

function isOlder(order: ShopOrder, known: Date | null): boolean {
	return known !== null && order.updatedAt < known;
}

/** A delivery may arrive late: what the shop says now counts when it is newer. */
function latest(told: ShopOrder, asked: ShopOrder | undefined): ShopOrder {
	return asked && asked.updatedAt > told.updatedAt ? asked : told;
}

function ignored(reason: string): Verdict {
	return { state: "ignored", reason, leadId: undefined };
}

function processed(leadId: string, reason: string | null): Verdict {
	return { state: "processed", reason, leadId };
}

type Place = { locationId: string; country: string | null; currency: string | null };

async function findPlace(ctx: Ctx, connectionId: string, externalId: string): Promise<Place | undefined> {
	const row = await ctx.db
		.selectFrom("shop_locations")
		.select(["location_id", "country", "currency"])
		.where("connection_id", "=", connectionId)
		.where("external_id", "=", externalId)
		.executeTakeFirst();
	return row?.location_id ? { locationId: row.location_id, country: row.country, currency: row.currency } : undefined;
}
