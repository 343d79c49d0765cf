import { sql } from "kysely";
import { invalid, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { isNear } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import {
	type ChosenSlot,
	chooseSlot,
	queueForSlot,
	slotTaken,
} from "#app/domain/scheduling/availability/choose-slot.ts";
import { getResource, keepMember, refuseInactive } from "#app/domain/scheduling/availability/member-place-queries.ts";
import type { Place } from "#app/domain/scheduling/availability/place-queries.ts";
import type { AppointmentOrigin } from "#app/domain/scheduling/schema.ts";
import { queueShopWrite } from "#app/domain/scheduling/shop-calendar/queue-shop-write.ts";
import type { Ctx } from "#db/context.ts";
import { APPOINTMENT_COLUMNS, type Appointment, asAppointment } from "./appointment-queries.ts";

/** A service at a location, or time with a member: what it is about (the customer reads it) and how long. */
type Booked =
	| { locationId: string; serviceId: string; memberId?: undefined }
	| { memberId: string; title: string; durationMinutes: number; locationId?: undefined };

export type BookAppointment = Booked & {
	startsAt: Date;
	contactId: string;
	leadId?: string | undefined;
	conversationId?: string | undefined;
	origin: Exclude<AppointmentOrigin, "shop">;
	/** Members only: when the place is closed, at short notice, off the steps. A free place is needed all the same. */
	outsideHours?: boolean | undefined;
};

/**
 * Books a slot that availability offers. The same contact, service (or member) and start twice is the same one. Those who
 * want the same slot wait for each other; the exclusion constraint has the last word, and whoever is too late gets a
 * 409 whose `data.alternatives` are three to five `{ startsAt, endsAt }` (Dates). 404 for what is not there, 422 for
 * a member who takes no appointments.
 */
export async function bookAppointment(ctx: Ctx, input: BookAppointment): Promise<Appointment> {
	authorize(ctx, "appointments.book");
	const startsAt = input.startsAt.getTime();
	if (!isNear(startsAt)) throw invalid("Choose a time.", { startsAt: ["Choose a time"] });
	const place = await getResource(ctx, input, input.locationId ? input.serviceId : undefined);
	const work = workOf(place, input);
	refuseInactive(place);
	await checkReferences(ctx, input);
	const wish = { place, durationMinutes: work.durationMinutes, startsAt, outsideHours: input.outsideHours };
	await queueForSlot(ctx, wish);
	await keepMember(ctx, place);
	const same = await findSame(ctx, input, place.id, work.serviceId);
	if (same) return same;
	const slot = await chooseSlot(ctx, wish);
	const booked = await insertAppointment(ctx, input, { place, work, slot });
	if (!booked) throw await slotTaken(ctx, wish);
	await ctx.record({
		name: "appointment.booked",
		subject: { type: "appointment", id: booked.id },
		parent: parentOf(booked),
		data: {
			contactId: booked.contactId,
			leadId: booked.leadId,
			conversationId: booked.conversationId,
			locationId: booked.locationId,
			memberId: booked.memberId,
			serviceId: booked.serviceId,
			title: booked.title,
			startsAt: booked.startsAt.toISOString(),
			origin: booked.origin,
			sequence: booked.sequence,
		},
		topics: [`calendar:${place.id}`],
	});
	await queueShopWrite(ctx, booked);
	return booked;
}

/** On whose timeline an appointment's events stand: the lead's, else the contact's. */
export function parentOf(appointment: Appointment): { type: string; id: string } {
	if (appointment.leadId) return { type: "lead", id: appointment.leadId };
	if (appointment.contactId) return { type: "contact", id: appointment.contactId };
	if (appointment.memberId) return { type: "member", id: appointment.memberId };
	return { type: "location", id: appointment.locationId ?? appointment.id };
}

type Work = { title: string; durationMinutes: number; priceCents: number | null; currency: string | null };

/** What is done: the service as it is now, or what was agreed with a member. */
function workOf({ service }: Place, input: BookAppointment): Work & { serviceId: string | null } {
	if (input.memberId !== undefined) {
		const { title, durationMinutes } = input;
		if (!Number.isInteger(durationMinutes) || durationMinutes < 5 || durationMinutes > 1_440) {
			throw invalid("Choose a length.", { durationMinutes: ["Choose a length of 5 minutes to a day"] });
		}
		return {
			title: title.trim().slice(0, 200) || "Meeting",
			durationMinutes,
			priceCents: null,
			currency: null,
			serviceId: null,
		};
	}
	if (!service) throw notFound("service");
	const { id, name, durationMinutes, priceCents, currency } = service;
	return { title: name, durationMinutes, priceCents, currency, serviceId: id };
}

async function checkReferences(ctx: Ctx, input: BookAppointment): Promise<void> {
	// A customer acts for nobody else. Who has no contact yet is a visitor, whose contact the page has just made.
	if (ctx.actor.kind === "customer" && ctx.actor.id && ctx.actor.id !== input.contactId) throw notFound("contact");
	const { rows } = await sql<{ contact: boolean; lead: boolean; conversation: boolean }>`select
		exists (select from contacts where id = ${input.contactId} and deleted_at is null) as contact,
		(${input.leadId ?? null}::uuid is null or exists (select from leads
			where id = ${input.leadId ?? null} and contact_id = ${input.contactId})) as lead,
		(${input.conversationId ?? null}::uuid is null or exists (select from conversations
			where id = ${input.conversationId ?? null} and contact_id = ${input.contactId})) as conversation`.execute(ctx.db);
	if (!rows[0]?.contact) throw notFound("contact");
	if (!rows[0].lead) throw notFound("lead");
	if (!rows[0].conversation) throw notFound("conversation");
}

async function findSame(
	ctx: Ctx,
	{ contactId, startsAt }: BookAppointment,
	resourceId: string,
	serviceId: string | null,
): Promise<Appointment | undefined> {
	const row = await ctx.db
		.selectFrom("appointments")
		.select(APPOINTMENT_COLUMNS)
		.where("contact_id", "=", contactId)
		.where("resource_id", "=", resourceId)
		.where("service_id", "is not distinct from", serviceId)
		.where("starts_at", "=", startsAt)
		.where("state", "=", "booked")
		.executeTakeFirst();
	return row && asAppointment(row);
}

/** The row, or undefined when the exclusion constraint refuses it. */
async function insertAppointment(
	ctx: Ctx,
	input: BookAppointment,
	{ place, work, slot }: { place: Place; work: ReturnType<typeof workOf>; slot: ChosenSlot },
): Promise<Appointment | undefined> {
	const row = await ctx.db
		.insertInto("appointments")
		.values({
			org_id: ctx.org,
			id: newId(),
			location_id: place.kind === "location" ? place.id : null,
			member_id: place.kind === "member" ? place.id : null,
			member_name: place.kind === "member" ? place.name : null,
			contact_id: input.contactId,
			lead_id: input.leadId ?? null,
			conversation_id: input.conversationId ?? null,
			service_id: work.serviceId,
			bay: slot.bay,
			title: work.title,
			starts_at: new Date(slot.startsAt),
			ends_at: new Date(slot.endsAt),
			during: sql`tstzrange(${new Date(slot.from)}, ${new Date(slot.to)})`,
			time_zone: place.zone,
			origin: input.origin,
			price_cents: work.priceCents,
			currency: work.currency,
			sync_state: place.connectionId ? "pending" : "none",
			created_at: ctx.now,
			updated_at: ctx.now,
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning(APPOINTMENT_COLUMNS)
		.executeTakeFirst();
	return row && asAppointment(row);
}
