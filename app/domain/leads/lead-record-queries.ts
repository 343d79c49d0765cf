import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { LeadState } from "./rules.ts";

export type LeadFilter = {
	state?: LeadState | undefined;
	locationId?: string | undefined;
	contactId?: string | undefined;
	ownerId?: string | undefined;
	/** The id of the last lead of the page before. */
	after?: string | undefined;
	limit: number;
};

/** Leads as records, each with contact, location, vehicle and touches, newest first: two queries a page. */
export async function listLeadRecords(ctx: Ctx, filter: LeadFilter) {
	authorize(ctx, "leads.view");
	let query = leads(ctx)
		.orderBy("l.id", "desc")
		.limit(filter.limit + 1);
	if (filter.state) query = query.where("l.state", "=", filter.state);
	if (filter.locationId) query = query.where("l.location_id", "=", filter.locationId);
	if (filter.contactId) query = query.where("l.contact_id", "=", filter.contactId);
	if (filter.ownerId) query = query.where("l.owner_id", "=", filter.ownerId);
	if (filter.after) query = query.where("l.id", "<", filter.after);
	const rows = await query.execute();
	const data = await withTouches(ctx, rows.slice(0, filter.limit));
	return { data, next: rows.length > filter.limit ? data.at(-1)!.id : null };
}

/** One lead as a record. Throws 404 for one that is absent or another organisation's. */
export async function getLeadRecord(ctx: Ctx, id: string) {
	authorize(ctx, "leads.view");
	return readLeadRecord(ctx, id);
}

/** As `getLeadRecord`, for whoever has just made or changed the lead by an authorised command. */
export async function readLeadRecord(ctx: Ctx, id: string) {
	const row = isId(id) ? await leads(ctx).where("l.id", "=", id).executeTakeFirst() : undefined;
	if (!row) throw notFound("lead");
	return (await withTouches(ctx, [row]))[0]!;
}

function leads(ctx: Ctx) {
	return ctx.db
		.selectFrom("leads as l")
		.innerJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "l.org_id").onRef("c.id", "=", "l.contact_id"))
		.innerJoin("locations as p", (join) => join.onRef("p.org_id", "=", "l.org_id").onRef("p.id", "=", "l.location_id"))
		.leftJoin("vehicles as v", (join) => join.onRef("v.org_id", "=", "l.org_id").onRef("v.id", "=", "l.vehicle_id"))
		.select(["l.id", "l.state", "l.state_at", "l.source", "l.title", "l.services", "l.value_cents", "l.currency"])
		.select(["l.owner_id", "l.conversation_id", "l.external_order_id", "l.external_status", "l.enrich_error"])
		.select([
			"l.first_contacted_at",
			"l.first_replied_at",
			"l.lost_reason",
			"l.version",
			"l.created_at",
			"l.updated_at",
		])
		.select(["c.id as contact_id", "c.first_name", "c.last_name", "c.email", "c.phone"])
		.select(["p.id as location_id", "p.name as location_name", "p.time_zone"])
		.select(["v.id as vehicle_id", "v.year", "v.make", "v.model", "v.colour"]);
}

type LeadRow = Awaited<ReturnType<ReturnType<typeof leads>["execute"]>>[number];

async function withTouches(ctx: Ctx, rows: LeadRow[]) {
	const touches = await touchesOf(
		ctx,
		rows.map((row) => row.id),
	);
	return rows.map((row) => ({
		id: row.id,
		state: row.state,
		stateAt: row.state_at,
		source: row.source,
		title: row.title,
		services: row.services,
		valueCents: row.value_cents,
		currency: row.currency,
		ownerId: row.owner_id,
		conversationId: row.conversation_id,
		externalOrderId: row.external_order_id,
		externalStatus: row.external_status,
		enrichError: row.enrich_error,
		firstContactedAt: row.first_contacted_at,
		firstRepliedAt: row.first_replied_at,
		lostReason: row.lost_reason,
		version: row.version,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
		contact: {
			id: row.contact_id,
			firstName: row.first_name,
			lastName: row.last_name,
			email: row.email,
			phone: row.phone,
		},
		location: { id: row.location_id, name: row.location_name, timeZone: row.time_zone },
		vehicle: row.vehicle_id
			? { id: row.vehicle_id, year: row.year, make: row.make, model: row.model, colour: row.colour }
			: null,
		touches: touches.get(row.id) ?? [],
	}));
}

type Touch = {
	id: string;
	position: number;
	channel: string;
	plannedAt: Date;
	status: string;
	statusAt: Date;
	reason: string | null;
	messageId: string | null;
	variant: string | null;
};

/** The touches of several leads in the order of their sequences; a lead enrolled twice shows both, by plan. */
async function touchesOf(ctx: Ctx, leadIds: string[]): Promise<Map<string, Touch[]>> {
	const byLead = new Map<string, Touch[]>();
	if (leadIds.length === 0) return byLead;
	const rows = await ctx.db
		.selectFrom("touches")
		.select(["id", "lead_id", "position", "channel", "planned_at", "status", "status_at", "reason"])
		.select(["message_id", "variant"])
		.where("lead_id", "in", leadIds)
		.orderBy("planned_at")
		.orderBy("id")
		.execute();
	for (const row of rows) {
		const list = byLead.get(row.lead_id!) ?? [];
		byLead.set(row.lead_id!, list);
		list.push({
			id: row.id,
			position: row.position,
			channel: row.channel,
			plannedAt: row.planned_at,
			status: row.status,
			statusAt: row.status_at,
			reason: row.reason,
			messageId: row.message_id,
			variant: row.variant,
		});
	}
	return byLead;
}
