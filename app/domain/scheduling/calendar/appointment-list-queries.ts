import { authorize } from "#app/domain/identity/policy.ts";
import {
	APPOINTMENT_COLUMNS,
	type Appointment,
	asAppointment,
} from "#app/domain/scheduling/appointments/appointment-queries.ts";
import type { AppointmentState } from "#app/domain/scheduling/schema.ts";
import type { Ctx } from "#db/context.ts";

export type AppointmentFilter = {
	state?: AppointmentState | undefined;
	locationId?: string | undefined;
	memberId?: string | undefined;
	contactId?: string | undefined;
	leadId?: string | undefined;
	/** Those that start in [from, to). */
	from?: Date | undefined;
	to?: Date | undefined;
	/** Start and id of the last one of the page before. */
	after?: { startsAt: Date; id: string } | undefined;
	limit: number;
};

/** Appointments, the latest start first, a page at a time, in one query. `next` is where the following page begins. */
export async function listAppointments(
	ctx: Ctx,
	filter: AppointmentFilter,
): Promise<{ data: Appointment[]; next: { startsAt: Date; id: string } | null }> {
	authorize(ctx, "appointments.view");
	let query = ctx.db
		.selectFrom("appointments")
		.select(APPOINTMENT_COLUMNS)
		.orderBy("starts_at", "desc")
		.orderBy("id", "desc")
		.limit(filter.limit + 1);
	// A customer has links to single appointments, never a list of others'.
	if (ctx.actor.kind === "customer") query = query.where("contact_id", "=", ctx.actor.id ?? null);
	if (filter.state) query = query.where("state", "=", filter.state);
	if (filter.locationId) query = query.where("resource_id", "=", filter.locationId);
	if (filter.memberId) query = query.where("resource_id", "=", filter.memberId);
	if (filter.contactId) query = query.where("contact_id", "=", filter.contactId);
	if (filter.leadId) query = query.where("lead_id", "=", filter.leadId);
	if (filter.from) query = query.where("starts_at", ">=", filter.from);
	if (filter.to) query = query.where("starts_at", "<", filter.to);
	const { after } = filter;
	if (after) {
		query = query.where((where) =>
			where(where.refTuple("starts_at", "id"), "<", where.tuple(after.startsAt, after.id)),
		);
	}
	const rows = await query.execute();
	const data = rows.slice(0, filter.limit).map(asAppointment);
	const last = data.at(-1);
	return { data, next: rows.length > filter.limit && last ? { startsAt: last.startsAt, id: last.id } : null };
}
