import { authorize } from "#app/domain/identity/policy.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import type { Ctx } from "#db/context.ts";
import type { OrderRefs, ShopFacts } from "../orders/gather-shop-facts.ts";
import { reachOf } from "./shop-customer.ts";

type Join = {
	leadId: string;
	contactId: string;
	connectionId: string;
	order: OrderRefs;
	facts: ShopFacts;
	country: string | null;
};

/**
 * A lead that came while its shop was away hangs on a contact of which nothing is known but the shop's id. When the
 * shop tells the address and somebody here has it already, the lead and the shop's id go to that person, and the
 * nameless contact goes to the trash. Nothing happens to a contact that has an address of its own.
 */
export async function joinKnownContact(ctx: Ctx, { leadId, contactId, connectionId, order, facts, country }: Join) {
	authorize(ctx, "contacts.edit");
	const reach = facts.customer ? reachOf(facts.customer, country) : undefined;
	if (!reach?.email && !reach?.phone) return;
	const nameless = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where("id", "=", contactId)
		.where("email", "is", null)
		.where("phone", "is", null)
		.executeTakeFirst();
	if (!nameless) return;
	const known = await findByAddress(ctx, reach);
	if (!known) return;
	await moveLeads(ctx, { from: contactId, to: known });
	await ctx.db
		.updateTable("contact_identities")
		.set({ contact_id: known })
		.where("source", "=", connectionId)
		.where("external_id", "=", order.externalCustomerId ?? `order:${order.externalId}`)
		.execute();
	await ctx.db
		.updateTable("contacts")
		.set((eb) => ({ deleted_at: ctx.now, updated_at: ctx.now, version: eb("version", "+", 1) }))
		.where("id", "=", contactId)
		.execute();
	await ctx.record({
		name: "contact.merged",
		subject: { type: "contact", id: known },
		data: { from: contactId, leadId },
	});
}

async function findByAddress(
	ctx: Ctx,
	{ email, phone }: { email: string | undefined; phone: string | undefined },
): Promise<string | undefined> {
	const row = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where("deleted_at", "is", null)
		.where((eb) => eb.or([...(phone ? [eb("phone", "=", phone)] : []), ...(email ? [eb("email", "=", email)] : [])]))
		.orderBy("created_at")
		.orderBy("id")
		.limit(1)
		.executeTakeFirst();
	return row?.id;
}

/** Everything the nameless contact had is a lead with its conversation and vehicle: nobody could write to it. */
async function moveLeads(ctx: Ctx, { from, to }: { from: string; to: string }): Promise<void> {
	const leads = await ctx.db
		.selectFrom("leads")
		.select(["id", "location_id", "title"])
		.where("contact_id", "=", from)
		.execute();
	for (const lead of leads) {
		const conversation = await openConversation(ctx, {
			contactId: to,
			locationId: lead.location_id,
			subject: lead.title,
		});
		await ctx.db
			.updateTable("leads")
			.set({ contact_id: to, conversation_id: conversation.id })
			.where("id", "=", lead.id)
			.execute();
	}
	await ctx.db.updateTable("vehicles").set({ contact_id: to }).where("contact_id", "=", from).execute();
	await ctx.db.deleteFrom("conversations").where("contact_id", "=", from).execute();
}
