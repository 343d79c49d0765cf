import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { AppointmentOrigin, AppointmentState, SyncState } from "#app/domain/scheduling/schema.ts";
import type { Ctx } from "#db/context.ts";

/** One appointment: ours, or the shop's own (`origin` shop). `bay` null is a shop's beyond capacity. */
export type Appointment = {
	id: string;
	locationId: string | null;
	memberId: string | null;
	/** As the member was called when it was booked. */
	memberName: string | null;
	contactId: string | null;
	leadId: string | null;
	conversationId: string | null;
	serviceId: string | null;
	title: string;
	startsAt: Date;
	endsAt: Date;
	timeZone: string;
	bay: number | null;
	state: AppointmentState;
	origin: AppointmentOrigin;
	priceCents: number | null;
	currency: string | null;
	/** Rises with each move and with the cancellation: the SEQUENCE of its calendar file. */
	sequence: number;
	version: number;
	syncState: SyncState;
	syncError: string | null;
	cancelReason: string | null;
	createdAt: Date;
	updatedAt: Date;
};

/** The appointment, or undefined when it is absent, another organisation's, or another customer's. */
export async function findAppointment(ctx: Ctx, id: string): Promise<Appointment | undefined> {
	authorize(ctx, "appointments.view");
	if (!isId(id)) return undefined;
	const row = await appointments(ctx).where("id", "=", id).executeTakeFirst();
	return row && isTheirs(ctx, row) ? asAppointment(row) : undefined;
}

/** As `findAppointment`; throws 404 instead of undefined. */
export async function getAppointment(ctx: Ctx, id: string): Promise<Appointment> {
	const found = await findAppointment(ctx, id);
	if (!found) throw notFound("appointment");
	return found;
}

/** The row under a lock until the commit, for the commands that change it. */
export async function lockAppointment(ctx: Ctx, id: string): Promise<Appointment> {
	const row = await appointments(ctx).where("id", "=", id).forUpdate().executeTakeFirst();
	if (!row || !isTheirs(ctx, row)) throw notFound("appointment");
	return asAppointment(row);
}

/** An appointment's row as rooms and pages read it. */
export function asAppointment(row: AppointmentRow): Appointment {
	return {
		id: row.id,
		locationId: row.location_id,
		memberId: row.member_id,
		memberName: row.member_name,
		contactId: row.contact_id,
		leadId: row.lead_id,
		conversationId: row.conversation_id,
		serviceId: row.service_id,
		title: row.title,
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		timeZone: row.time_zone,
		bay: row.bay,
		state: row.state,
		origin: row.origin,
		priceCents: row.price_cents,
		currency: row.currency,
		sequence: row.sequence,
		version: row.version,
		syncState: row.sync_state,
		syncError: row.sync_error,
		cancelReason: row.cancel_reason,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}

export const APPOINTMENT_COLUMNS = [
	"id",
	"location_id",
	"member_id",
	"member_name",
	"contact_id",
	"lead_id",
	"conversation_id",
	"service_id",
	"title",
	"starts_at",
	"ends_at",
	"time_zone",
	"bay",
	"state",
	"origin",
	"price_cents",
	"currency",
	"sequence",
	"version",
	"sync_state",
	"sync_error",
	"cancel_reason",
	"created_at",
	"updated_at",
] as const;

function appointments(ctx: Ctx) {
	return ctx.db.selectFrom("appointments").select(APPOINTMENT_COLUMNS);
}

type AppointmentRow = Awaited<ReturnType<ReturnType<typeof appointments>["execute"]>>[number];

/** A customer's link opens their own appointment and no other. */
function isTheirs(ctx: Ctx, row: { contact_id: string | null }): boolean {
	return ctx.actor.kind !== "customer" || (ctx.actor.id !== undefined && row.contact_id === ctx.actor.id);
}
