import { notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import type { Ctx } from "#db/context.ts";
import { enrollLead } from "./enroll-lead.ts";

/** A request for service as it reached a location. `valueCents` is in `currency` (ISO 4217; the organisation's own). */
export type NewLead = {
	contactId: string;
	locationId: string;
	source: "shop" | "form" | "chat" | "api" | "member" | "email" | "sms";
	title: string;
	services?: readonly string[] | undefined;
	valueCents?: number | null | undefined;
	currency?: string | undefined;
	vehicleId?: string | undefined;
	/** The shop's order, by which the same lead is known again. */
	connectionId?: string | undefined;
	externalOrderId?: string | undefined;
	/** What people call the order, where the shop numbers them. */
	externalOrderNumber?: string | undefined;
	externalStatus?: string | undefined;
	externalUpdatedAt?: Date | undefined;
	enrichedAt?: Date | undefined;
	/** Why the shop could not be asked about the customer yet. */
	enrichError?: string | undefined;
	/** False where the sequence begins later, once the contact can be reached. */
	enroll?: boolean | undefined;
};

/**
 * Makes a lead, opens its conversation and enrols it in its location's sequence. The same order of one connection
 * makes one lead, also at the same instant: then `created` is false and nothing else happened. 404 for a contact or
 * a location that is not here.
 */
export async function createLead(ctx: Ctx, input: NewLead): Promise<{ id: string; created: boolean }> {
	authorize(ctx, "leads.create");
	const { currency } = await findPlace(ctx, input);
	const id = await insertLead(ctx, input, currency);
	if (!id) return { id: await findByOrder(ctx, input), created: false };
	const { contactId, locationId } = input;
	const conversation = await openConversation(ctx, { contactId, locationId, subject: input.title });
	await ctx.db.updateTable("leads").set({ conversation_id: conversation.id }).where("id", "=", id).execute();
	await ctx.record({
		name: "lead.created",
		subject: { type: "lead", id },
		parent: { type: "contact", id: contactId },
		data: {
			leadId: id,
			contactId,
			locationId,
			conversationId: conversation.id,
			source: input.source,
			title: input.title,
			...(input.externalOrderId ? { connectionId: input.connectionId, externalOrderId: input.externalOrderId } : {}),
		},
	});
	if (input.enroll !== false) await enrollLead(ctx, { leadId: id });
	return { id, created: true };
}

/** Checks contact and location in one read; the currency is what money without one is in. */
async function findPlace(ctx: Ctx, { contactId, locationId }: NewLead): Promise<{ currency: string }> {
	const found = await ctx.db
		.selectFrom("organisations as o")
		.leftJoin("contacts as c", (join) => join.on("c.id", "=", contactId).on("c.deleted_at", "is", null))
		.leftJoin("locations as l", (join) => join.on("l.id", "=", locationId))
		.select(["o.currency", "c.id as contact", "l.id as location"])
		.where("o.id", "=", ctx.org)
		.executeTakeFirst();
	if (!found?.contact) throw notFound("contact");
	if (!found.location) throw notFound("location");
	return { currency: found.currency };
}

async function insertLead(ctx: Ctx, input: NewLead, currency: string): Promise<string | undefined> {
	const row = await ctx.db
		.insertInto("leads")
		.values({
			org_id: ctx.org,
			id: newId(),
			contact_id: input.contactId,
			location_id: input.locationId,
			vehicle_id: input.vehicleId ?? null,
			source: input.source,
			title: input.title.slice(0, 300),
			services: [...(input.services ?? [])],
			value_cents: input.valueCents ?? null,
			currency: input.currency ?? currency,
			connection_id: input.connectionId ?? null,
			external_order_id: input.externalOrderId ?? null,
			external_order_number: input.externalOrderNumber ?? null,
			external_status: input.externalStatus ?? null,
			external_updated_at: input.externalUpdatedAt ?? null,
			enriched_at: input.enrichedAt ?? null,
			enrich_error: input.enrichError ?? null,
			state_at: ctx.now,
			created_at: ctx.now,
			updated_at: ctx.now,
		})
		.onConflict((conflict) =>
			conflict
				.columns(["org_id", "connection_id", "external_order_id"])
				.where("external_order_id", "is not", null)
				.doNothing(),
		)
		.returning("id")
		.executeTakeFirst();
	return row?.id;
}

async function findByOrder(ctx: Ctx, { connectionId, externalOrderId }: NewLead): Promise<string> {
	const row = await ctx.db
		.selectFrom("leads")
		.select("id")
		.where("connection_id", "=", connectionId!)
		.where("external_order_id", "=", externalOrderId!)
		.executeTakeFirstOrThrow();
	return row.id;
}
