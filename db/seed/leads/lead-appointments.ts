import { sql } from "kysely";
import { MINUTE } from "#app/base/time.ts";
import type { DemoEvent } from "../event-row.ts";
import { DEMO_ORG, memberId } from "../people.ts";
import { DEMO_LOCATIONS } from "../places.ts";
import { seedId } from "../seed-id.ts";
import { serviceId } from "../services.ts";
import { BUFFER_MINUTES, type Diary, pastSeat, type Seat } from "./diary.ts";
import { idsOf, talkEnd } from "./lead-rows.ts";
import type { LeadStory } from "./stories.ts";

export type DemoAppointment = { row: ReturnType<typeof appointmentRow>; event: DemoEvent; story: LeadStory };

/** The appointment of a story that is booked (ahead) or won (done); nothing for the others. */
export function appointmentOf(story: LeadStory, diary: Diary, nth: number): DemoAppointment | undefined {
	if (story.state !== "booked" && story.state !== "won") return undefined;
	const minutes = story.service.durationMinutes;
	const bookedAt = talkEnd(story);
	const seat =
		story.state === "booked"
			? diary.next(story.place, minutes, 1 + (nth % 6))
			: pastSeat(story.place, bookedAt, minutes);
	const row = appointmentRow(story, seat, {
		id: idsOf(story).appointment,
		leadId: idsOf(story).lead,
		bookedAt,
		state: story.state === "won" ? "completed" : "booked",
		origin: nth % 3 === 2 ? "page" : "chat",
	});
	return { row, event: bookedEvent(story, row, bookedAt), story };
}

/** Former customers who come again on the busiest days, so that somewhere the last slot is gone. */
export function returningVisits(customers: readonly LeadStory[], diary: Diary, firstAt: Date): DemoAppointment[] {
	const bookedAt = new Date(firstAt.getTime() - 26 * 60 * MINUTE);
	let next = 0;
	return DEMO_LOCATIONS.flatMap((_, place) => {
		const known = customers.filter((story) => story.place === place);
		return [2, 9].flatMap((daysAhead) =>
			diary.rest(place, HALF_DAY_MINUTES, daysAhead).map((seat, index) => {
				const story = known[index % known.length]!;
				const visit = { ...story, service: { ...story.service, durationMinutes: HALF_DAY_MINUTES } };
				const id = seedId(`returning visit ${next++}`, bookedAt);
				const row = {
					...appointmentRow(visit, seat, { id, leadId: null, bookedAt, state: "booked", origin: "member" }),
					title: RETURNS[index % RETURNS.length]!,
					service_id: null,
					price_cents: null,
				};
				return { row, event: bookedEvent(story, row, bookedAt), story };
			}),
		);
	});
}

type Booking = {
	id: string;
	leadId: string | null;
	bookedAt: Date;
	state: "booked" | "completed";
	origin: "chat" | "page" | "member";
};

function appointmentRow(story: LeadStory, seat: Seat, booking: Booking) {
	const ids = idsOf(story);
	const end = new Date(seat.endsAt.getTime() + BUFFER_MINUTES * MINUTE);
	return {
		org_id: DEMO_ORG,
		id: booking.id,
		location_id: ids.location,
		bay: seat.bay,
		contact_id: ids.contact,
		lead_id: booking.leadId,
		conversation_id: booking.leadId ? ids.conversation : null,
		service_id: serviceId(story.service) as string | null,
		title: story.service.name,
		starts_at: seat.startsAt,
		ends_at: seat.endsAt,
		during: sql<string>`tstzrange(${seat.startsAt}, ${end})`,
		time_zone: DEMO_LOCATIONS[story.place]!.zone,
		state: booking.state,
		origin: booking.origin,
		price_cents: story.service.priceCents as number | null,
		currency: "USD",
		created_at: booking.bookedAt,
		updated_at: booking.bookedAt,
	};
}

function bookedEvent(story: LeadStory, row: ReturnType<typeof appointmentRow>, at: Date): DemoEvent {
	const ids = idsOf(story);
	const actor =
		row.origin === "member"
			? ({ kind: "member", id: memberId("user@demo.perigee.test"), name: "Uma Castell" } as const)
			: ({ kind: "customer", id: ids.contact, name: `${story.firstName} ${story.lastName}` } as const);
	return {
		at,
		name: "appointment.booked",
		actor,
		subject: { type: "appointment", id: row.id },
		parent: row.lead_id ? { type: "lead", id: row.lead_id } : { type: "contact", id: ids.contact },
		data: {
			contactId: ids.contact,
			leadId: row.lead_id,
			locationId: ids.location,
			title: row.title,
			startsAt: row.starts_at.toISOString(),
			origin: row.origin,
		},
	};
}

const HALF_DAY_MINUTES = 240;
const RETURNS = ["Yearly detail", "Coating renewal", "Wrap edges", "Film on the rear windows", "Polish and wax"];
