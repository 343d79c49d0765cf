import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { OrderRefs, ShopFacts } from "../orders/gather-shop-facts.ts";
import { keepContact } from "./keep-contact.ts";
import { saveVehicle } from "./keep-vehicle.ts";
import { reachOf } from "./shop-customer.ts";

type Known = { contactId: string; vehicleId: string | undefined; reachable: boolean };

/**
 * The contact and the vehicle that an order is about: found by the shop's ids, then by address, else made. Without the
 * shop's word on the customer it is a contact that has the shop's id only, which later words fill in. `country` is the
 * location's, for numbers written without one.
 */
export async function saveShopContact(
	ctx: Ctx,
	input: { connectionId: string; order: OrderRefs; facts: ShopFacts; country: string | null },
): Promise<Known> {
	authorize(ctx, "contacts.introduce");
	const { connectionId, order, facts } = input;
	const reach = facts.customer ? reachOf(facts.customer, input.country) : undefined;
	const contact = await findOrCreateContact(ctx, {
		firstName: reach?.firstName,
		lastName: reach?.lastName,
		email: reach?.email,
		phone: reach?.phone,
		// An order without a customer is somebody all the same: known by the order then.
		source: { connectionId, externalId: order.externalCustomerId ?? `order:${order.externalId}` },
	});
	if (facts.customer && order.externalCustomerId === facts.customer.externalId) {
		await keepContact(ctx, { connectionId, customer: facts.customer, country: input.country });
	}
	const vehicleId = facts.vehicle
		? await saveVehicle(ctx, { connectionId, contactId: contact.id, vehicle: facts.vehicle })
		: await findVehicle(ctx, connectionId, order.externalVehicleId);
	return { contactId: contact.id, vehicleId, reachable: await isReachable(ctx, contact.id) };
}

async function isReachable(ctx: Ctx, contactId: string): Promise<boolean> {
	const row = await ctx.db
		.selectFrom("contacts")
		.select(["email", "phone"])
		.where("id", "=", contactId)
		.executeTakeFirstOrThrow();
	return row.email !== null || row.phone !== null;
}

async function findVehicle(ctx: Ctx, connectionId: string, externalId: string | null): Promise<string | undefined> {
	if (externalId === null) return undefined;
	const row = await ctx.db
		.selectFrom("vehicles")
		.select("id")
		.where("source", "=", connectionId)
		.where("external_id", "=", externalId)
		.executeTakeFirst();
	return row?.id;
}
