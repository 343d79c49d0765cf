import { authorize } from "#app/domain/identity/policy.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import type { Ctx } from "#db/context.ts";
import { enrichLeadJob } from "../jobs.ts";
import type { OrderRefs } from "./gather-shop-facts.ts";

type Named = { connectionId: string; leadId: string; order: OrderRefs };

/** An order that now names another customer or vehicle than its lead shows: the shop is asked about them at once. */
export async function askForOthers(ctx: Ctx, { connectionId, leadId, order }: Named): Promise<void> {
	authorize(ctx, "leads.edit");
	const { externalCustomerId, externalVehicleId } = order;
	const shown = await ctx.db
		.selectFrom("leads as l")
		.leftJoin("vehicles as v", (join) => join.onRef("v.org_id", "=", "l.org_id").onRef("v.id", "=", "l.vehicle_id"))
		.leftJoin("contact_identities as i", (join) =>
			join
				.onRef("i.org_id", "=", "l.org_id")
				.onRef("i.contact_id", "=", "l.contact_id")
				.on("i.source", "=", connectionId)
				.on("i.external_id", "=", externalCustomerId ?? ""),
		)
		.select(["i.contact_id as known", "v.external_id as vehicle", "l.enriched_at"])
		.where("l.id", "=", leadId)
		.executeTakeFirst();
	// A lead that still waits for the shop's word is asked about by its order, whomever that names then.
	if (!shown?.enriched_at) return;
	const otherCustomer = externalCustomerId !== null && shown.known === null;
	const otherVehicle = externalVehicleId !== null && shown.vehicle !== externalVehicleId;
	if (!otherCustomer && !otherVehicle) return;
	await ctx.db.updateTable("leads").set({ enriched_at: null }).where("id", "=", leadId).execute();
	await ctx.enqueue(enrichLeadJob, { orgId: ctx.org, leadId, attempt: 0 });
}

/**
 * Ties the shop's name of an order's customer to the contact of its lead, where that is known by the order only: one
 * that came without a customer and got one since, or had one that was taken away.
 */
export async function nameOrderContact(
	ctx: Ctx,
	{ connectionId, order, contactId }: { connectionId: string; order: OrderRefs; contactId: string },
): Promise<void> {
	authorize(ctx, "contacts.edit");
	const byOrder = `order:${order.externalId}`;
	if (order.externalCustomerId === null) {
		await ctx.db
			.insertInto("contact_identities")
			.values({ org_id: ctx.org, source: connectionId, external_id: byOrder, contact_id: contactId })
			.onConflict((conflict) => conflict.columns(["org_id", "source", "external_id"]).doNothing())
			.execute();
		return;
	}
	await ctx.db
		.updateTable("contact_identities")
		.set({ external_id: order.externalCustomerId })
		.where("source", "=", connectionId)
		.where("external_id", "=", byOrder)
		.where("contact_id", "=", contactId)
		.where((eb) =>
			eb.not(
				eb.exists(
					eb
						.selectFrom("contact_identities as taken")
						.select("taken.external_id")
						.where("taken.source", "=", connectionId)
						.where("taken.external_id", "=", order.externalCustomerId),
				),
			),
		)
		.where((eb) =>
			eb.not(
				eb.exists(
					eb
						.selectFrom("contact_identities as other")
						.select("other.external_id")
						.whereRef("other.contact_id", "=", "contact_identities.contact_id")
						.where("other.external_id", "<>", byOrder),
				),
			),
		)
		.execute();
}

/**
 * Gives a lead to the customer its order names now: another conversation, and where a sequence was under way, it stops
 * for the former customer and begins for this one. Nothing happens where the lead is theirs already.
 */
export async function moveLeadTo(
	ctx: Ctx,
	{ leadId, contactId }: { leadId: string; contactId: string },
): Promise<void> {
	authorize(ctx, "leads.edit");
	const lead = await ctx.db
		.selectFrom("leads")
		.select(["contact_id", "location_id", "title"])
		.where("id", "=", leadId)
		.executeTakeFirst();
	if (!lead || lead.contact_id === contactId) return;
	const stopped = await stopEnrollments(ctx, { leadId, reason: "other-customer" });
	const { location_id: locationId, title: subject } = lead;
	const conversation = await openConversation(ctx, { contactId, locationId, subject });
	await ctx.db
		.updateTable("leads")
		.set({ contact_id: contactId, conversation_id: conversation.id })
		.where("id", "=", leadId)
		.execute();
	await ctx.record({
		name: "lead.changed",
		subject: { type: "lead", id: leadId },
		parent: { type: "contact", id: contactId },
		changes: { contactId: [lead.contact_id, contactId] },
		data: { by: "shop" },
	});
	if (stopped > 0) await enrollLead(ctx, { leadId });
}
