import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { type ShopSettings, shopSettings } from "#app/domain/integrations/shops/shop-settings.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import type { Ctx } from "#db/context.ts";
import { joinKnownContact } from "../customers/join-known-contact.ts";
import { saveShopContact } from "../customers/save-shop-contact.ts";
import { enrichLeadJob, enrichmentDelay, MOST_ENRICHMENTS } from "../jobs.ts";
import { moveLeadTo, nameOrderContact } from "./follow-order-people.ts";
import type { ShopFacts } from "./gather-shop-facts.ts";

/** What to ask the shop about a lead. */
export type Enrichment = { externalOrderId: string; settings: ShopSettings };

/** A lead that lacks what its shop knows; undefined when it lacks nothing. 404 for one that is not here. */
export async function openEnrichment(ctx: Ctx, leadId: string): Promise<Enrichment | undefined> {
	authorize(ctx, "shops.receive");
	const lead = await ctx.db
		.selectFrom("leads")
		.select(["connection_id", "external_order_id", "enrich_error", "enriched_at"])
		.where("id", "=", leadId)
		.executeTakeFirst();
	if (!lead) throw notFound("lead");
	if (!lead.connection_id || !lead.external_order_id || lead.enriched_at) return undefined;
	return { externalOrderId: lead.external_order_id, settings: await shopSettings(ctx, lead.connection_id) };
}

/**
 * Writes what the shop told onto a lead, its contact and its vehicle, and begins the sequence that waited for it. What
 * could not be had is tried again later; its reason stands on the lead meanwhile.
 */
export async function enrichLead(
	ctx: Ctx,
	{ leadId, facts, attempt }: { leadId: string; facts: ShopFacts; attempt: number },
): Promise<void> {
	authorize(ctx, "shops.receive");
	const lead = await readLead(ctx, leadId);
	if (!lead || lead.enriched_at) return;
	const again = facts.retry && attempt < MOST_ENRICHMENTS;
	const known = facts.order ? await saveFacts(ctx, leadId, lead, facts) : undefined;
	await ctx.db
		.updateTable("leads")
		.set((eb) => ({
			...(known?.vehicleId ? { vehicle_id: known.vehicleId } : {}),
			enriched_at: again ? null : ctx.now,
			enrich_error: facts.error ?? null,
			updated_at: ctx.now,
			version: eb("version", "+", 1),
		}))
		.where("id", "=", leadId)
		.execute();
	if (facts.error !== lead.enrich_error || known) {
		await ctx.record({
			name: "lead.enriched",
			subject: { type: "lead", id: leadId },
			parent: { type: "contact", id: known?.contactId ?? lead.contact_id },
			data: { error: facts.error ?? null },
		});
	}
	if (again) {
		const after = new Date(ctx.now.getTime() + enrichmentDelay(attempt + 1, facts.retryAfterMs));
		await ctx.enqueue(enrichLeadJob, { orgId: ctx.org, leadId, attempt: attempt + 1 }, { after });
	}
	if (known?.reachable || !again) await enrollOnce(ctx, leadId);
}

type LeadRow = { connection_id: string; contact_id: string; enriched_at: Date | null; enrich_error: string | null };

async function readLead(ctx: Ctx, leadId: string): Promise<(LeadRow & { country: string | null }) | undefined> {
	const row = await ctx.db
		.selectFrom("leads as l")
		.leftJoin("shop_locations as s", (join) =>
			join
				.onRef("s.org_id", "=", "l.org_id")
				.onRef("s.connection_id", "=", "l.connection_id")
				.onRef("s.location_id", "=", "l.location_id"),
		)
		.select(["l.connection_id", "l.contact_id", "l.enriched_at", "l.enrich_error", "s.country"])
		.where("l.id", "=", leadId)
		.forUpdate("l")
		.executeTakeFirst();
	return row?.connection_id ? { ...row, connection_id: row.connection_id } : undefined;
}

async function saveFacts(ctx: Ctx, leadId: string, lead: LeadRow & { country: string | null }, facts: ShopFacts) {
	const { connection_id: connectionId, country } = lead;
	const order = facts.order!;
	await nameOrderContact(ctx, { connectionId, order, contactId: lead.contact_id });
	await joinKnownContact(ctx, { contactId: lead.contact_id, facts, country });
	const known = await saveShopContact(ctx, { connectionId, order, facts, country });
	await moveLeadTo(ctx, { leadId, contactId: known.contactId });
	return known;
}

/** A lead that had its sequence keeps it: asking the shop again must not begin another. */
async function enrollOnce(ctx: Ctx, leadId: string): Promise<void> {
	const had = await ctx.db.selectFrom("enrollments").select("id").where("lead_id", "=", leadId).executeTakeFirst();
	if (!had) await enrollLead(ctx, { leadId });
}
