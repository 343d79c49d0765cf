import { authorize } from "#app/domain/identity/policy.ts";
import { storable } from "#app/domain/integrations/storable.ts";
import { readShopAppointmentsJob } from "#app/domain/scheduling/jobs.ts";
import type { ShopCustomer, ShopSystem, ShopVehicle } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import { settleDelivery, type Verdict } from "../deliveries/settle-delivery.ts";
import type { OpenDelivery, ToldRecord } from "../deliveries/shop-delivery.ts";
import { keepContact } from "./keep-contact.ts";
import { keepVehicle } from "./keep-vehicle.ts";

/** What the shop says now of a customer or a vehicle that a delivery named. */
export type ShopRecord =
	| { event: "customer"; customer: ShopCustomer }
	| { event: "vehicle"; vehicle: ShopVehicle }
	| undefined;

/**
 * Begins to follow a delivery that is about no order. A changed appointment asks for its location's calendar at once,
 * by the same reading as the five-minute sweep. Of a customer or a vehicle that somebody here comes from, the shop is
 * asked: true then, for `endFollowing`; everything else is settled here.
 */
export async function beginFollowing(ctx: Ctx, delivery: OpenDelivery, told: ToldRecord): Promise<boolean> {
	authorize(ctx, "shops.receive");
	const connectionId = delivery.connection.id;
	if (told.event === "appointment") {
		const place = told.externalLocationId ?? undefined;
		const which = { orgId: ctx.org, connectionId, ...(place ? { externalLocationId: place } : {}) };
		await ctx.enqueue(readShopAppointmentsJob, which);
		await settleDelivery(ctx, delivery.id, { state: "processed", reason: null, leadId: undefined });
		return false;
	}
	const reason = told.deleted
		? `The ${told.event} was deleted in the shop, and stays here`
		: (await isKnown(ctx, connectionId, told))
			? undefined
			: `Nobody here comes from this ${told.event}`;
	if (reason) await settleDelivery(ctx, delivery.id, { state: "ignored", reason, leadId: undefined });
	return reason === undefined;
}

/**
 * Asks the shop for the record, outside any transaction: deliveries come late and out of order, and hold a part of it
 * only. Throws ShopError.
 */
export async function askForRecord(shop: ShopSystem, told: ToldRecord): Promise<ShopRecord> {
	if (told.event === "customer") {
		return { event: "customer", customer: storable(await shop.getCustomer(told.externalId)) };
	}
	if (told.event === "vehicle") return { event: "vehicle", vehicle: storable(await shop.getVehicle(told.externalId)) };
	return undefined;
}

/** Brings contact or vehicle in step with what the shop said and settles the delivery. Safe to run again. */
export async function endFollowing(ctx: Ctx, delivery: OpenDelivery, record: ShopRecord): Promise<void> {
	authorize(ctx, "shops.receive");
	const connectionId = delivery.connection.id;
	let changed = false;
	if (record?.event === "customer") {
		const country = await findCountry(ctx, connectionId, record.customer.externalId);
		changed = await keepContact(ctx, { connectionId, customer: record.customer, country });
	}
	if (record?.event === "vehicle") changed = await keepVehicle(ctx, { connectionId, vehicle: record.vehicle });
	const reason = changed ? null : "Nothing to change here";
	const verdict: Verdict = { state: "processed", reason, leadId: undefined };
	await settleDelivery(ctx, delivery.id, verdict);
}

async function isKnown(ctx: Ctx, connectionId: string, told: ToldRecord): Promise<boolean> {
	const known = await ctx.db
		.selectFrom(told.event === "vehicle" ? "vehicles" : "contact_identities")
		.select("external_id")
		.where("source", "=", connectionId)
		.where("external_id", "=", told.externalId)
		.executeTakeFirst();
	return known !== undefined;
}

/** The country of the location where this customer asked last, else of any of the shop's: for numbers without one. */
async function findCountry(ctx: Ctx, connectionId: string, externalId: string): Promise<string | null> {
	const asked = await ctx.db
		.selectFrom("contact_identities as i")
		.innerJoin("leads as l", (join) =>
			join.onRef("l.org_id", "=", "i.org_id").onRef("l.contact_id", "=", "i.contact_id"),
		)
		.innerJoin("shop_locations as s", (join) =>
			join
				.onRef("s.org_id", "=", "l.org_id")
				.onRef("s.connection_id", "=", "i.source")
				.onRef("s.location_id", "=", "l.location_id"),
		)
		.select("s.country")
		.where("i.source", "=", connectionId)
		.where("i.external_id", "=", externalId)
		.where("s.country", "is not", null)
		.orderBy("l.id", "desc")
		.executeTakeFirst();
	if (asked) return asked.country;
	const any = await ctx.db
		.selectFrom("shop_locations")
		.select("country")
		.where("connection_id", "=", connectionId)
		.where("country", "is not", null)
		.orderBy("external_id")
		.executeTakeFirst();
	return any?.country ?? null;
}
