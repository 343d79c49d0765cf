import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { type LeadRow, withNeighbours } from "./lead-rows.ts";

/** A lead as the API tells it: camel case, instants as ISO text. */
export type Lead = ReturnType<typeof leadOf>;

/** One lead with its touches, first to last. 404 for no such lead. */
export async function getLead(ctx: Ctx, id: string): Promise<Lead & { touches: LeadTouch[] }> {
	authorize(ctx, "leads.view");
	if (!isId(id)) throw notFound("lead");
	const { rows } = await withNeighbours(sql`select * from leads l where l.id = ${id}`).execute(ctx.db);
	if (!rows[0]) throw notFound("lead");
	return { ...leadOf(rows[0]), touches: await listTouches(ctx, id) };
}

export type LeadTouch = Awaited<ReturnType<typeof listTouches>>[number];

/** The touches of a lead's sequences, the newest enrolment last. */
export async function listTouches(ctx: Ctx, leadId: string) {
	authorize(ctx, "leads.view");
	const rows = await ctx.db
		.selectFrom("touches")
		.select(["id", "enrollment_id", "position", "channel", "planned_at", "status", "status_at", "reason"])
		.select(["message_id", "variant"])
		.where("lead_id", "=", leadId)
		.orderBy("enrollment_id")
		.orderBy("position")
		.limit(600)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		enrollmentId: row.enrollment_id,
		position: row.position,
		channel: row.channel,
		plannedAt: row.planned_at.toISOString(),
		status: row.status,
		statusAt: row.status_at.toISOString(),
		reason: row.reason,
		messageId: row.message_id,
		variant: row.variant,
	}));
}

/** A contact's name, or else what is known of them. */
export function nameOf(row: Pick<LeadRow, "first_name" | "last_name" | "email" | "phone">): string {
	return `${row.first_name} ${row.last_name}`.trim() || row.email || row.phone || "Unknown";
}

/** "2017 Toyota Tacoma", as far as it is known. */
export function vehicleOf(row: Pick<LeadRow, "year" | "make" | "model">): string {
	return [row.year, row.make, row.model].filter(Boolean).join(" ");
}

function leadOf(row: LeadRow) {
	return {
		id: row.id,
		version: row.version,
		state: row.state,
		stateAt: row.state_at.toISOString(),
		title: row.title,
		services: row.services,
		valueCents: row.value_cents,
		currency: row.currency,
		source: row.source,
		/** The shop's own number of the order where it has one, else its key. */
		order: row.external_order_number ?? row.external_order_id,
		lostReason: row.lost_reason,
		contact: { id: row.contact_id, name: nameOf(row), email: row.email, phone: row.phone },
		vehicle: row.vehicle_id ? { id: row.vehicle_id, label: vehicleOf(row) } : null,
		location: { id: row.location_id, name: row.location_name },
		owner: row.owner_id ? { id: row.owner_id, name: row.owner_name ?? "" } : null,
		conversationId: row.conversation_id,
		firstContactedAt: row.first_contacted_at?.toISOString() ?? null,
		firstRepliedAt: row.first_replied_at?.toISOString() ?? null,
		nextTouchAt: row.next_at?.toISOString() ?? null,
		createdAt: row.created_at.toISOString(),
		updatedAt: row.updated_at.toISOString(),
	};
}
