import { z } from "zod";
import { authorize } from "#app/domain/identity/policy.ts";
import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import type { ShopCustomer } from "#app/providers/shop/port.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { followed, isStale, remembered, type Told } from "./keep-in-step.ts";
import { reachOf } from "./shop-customer.ts";

export const ToldFields = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/**
 * Brings the contact that a shop knows as this customer in step with what the shop says of it: names and addresses by
 * the rule of keep-in-step.ts, and every number the customer does not want to be texted at goes on the suppression
 * list. It never comes off by a shop's word: whoever refused says so himself. Nothing happens for a customer of whom
 * nobody here comes. `country` is for numbers written without one. Returns whether anything changed.
 */
export async function keepContact(
	ctx: Ctx,
	{ connectionId, customer, country }: { connectionId: string; customer: ShopCustomer; country: string | null },
): Promise<boolean> {
	authorize(ctx, "contacts.edit");
	const row = await readKnown(ctx, connectionId, customer.externalId);
	if (!row || isStale(row.told_at, customer.updatedAt)) return false;
	const reach = reachOf(customer, country);
	const told: Told = {
		first_name: reach.firstName,
		last_name: reach.lastName,
		email: reach.email ?? null,
		phone: reach.phone ?? null,
	};
	const last = row.told === null ? null : ToldFields.parse(row.told);
	const { first_name, last_name, email, phone } = row;
	const changes = followed({ first_name, last_name, email, phone }, last, told);
	if (Object.keys(changes).length > 0) await changeContact(ctx, { id: row.id, connectionId, changes });
	await ctx.db
		.updateTable("contact_identities")
		.set({ told: jsonb(remembered(last, told)), told_at: customer.updatedAt ?? row.told_at })
		.where("source", "=", connectionId)
		.where("external_id", "=", customer.externalId)
		.execute();
	let refused = false;
	for (const address of reach.refused) {
		const input = { channel: "sms", address, reason: "unsubscribed", contactId: row.id } as const;
		refused = (await addSuppression(ctx, input)) || refused;
	}
	return refused || Object.keys(changes).length > 0;
}

type Changes = ReturnType<typeof followed>;

async function changeContact(
	ctx: Ctx,
	{ id, connectionId, changes }: { id: string; connectionId: string; changes: Changes },
): Promise<void> {
	const values = Object.fromEntries(Object.entries(changes).map(([name, [, value]]) => [name, value]));
	const { version } = await ctx.db
		.updateTable("contacts")
		.set((eb) => ({ ...values, version: eb("version", "+", 1), updated_at: ctx.now }))
		.where("id", "=", id)
		.returning("version")
		.executeTakeFirstOrThrow();
	const data = { by: "shop", connectionId, version };
	await ctx.record({ name: "contact.changed", subject: { type: "contact", id }, changes, data });
}

function readKnown(ctx: Ctx, connectionId: string, externalId: string) {
	return ctx.db
		.selectFrom("contact_identities as i")
		.innerJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "i.org_id").onRef("c.id", "=", "i.contact_id"))
		.select(["c.id", "c.first_name", "c.last_name", "c.email", "c.phone", "i.told", "i.told_at"])
		.where("i.source", "=", connectionId)
		.where("i.external_id", "=", externalId)
		.where("c.deleted_at", "is", null)
		.forUpdate()
		.executeTakeFirst();
}
