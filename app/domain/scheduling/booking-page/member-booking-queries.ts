import { notFound } from "#app/base/errors.ts";
import { DAY, dateAt, dayBounds } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { slotsOf } from "#app/domain/scheduling/availability/availability-queries.ts";
import {
	getResource,
	listBookableMembers,
	refuseInactive,
} from "#app/domain/scheduling/availability/member-place-queries.ts";
import type { Place } from "#app/domain/scheduling/availability/place-queries.ts";
import { groupByDay } from "#app/domain/scheduling/rules/availability.ts";
import type { Ctx } from "#db/context.ts";
import { listBookable, listBookableServices } from "./booking-page-queries.ts";

type Asked = {
	locationId?: string | undefined;
	serviceId?: string | undefined;
	memberId?: string | undefined;
	/** How long with a member, and what it is about. */
	minutes?: number | undefined;
	title?: string | undefined;
	contactId?: string | undefined;
	from?: string | undefined;
};

/** What is to be booked. Price and currency are a service's; a price that is null is one on request. */
export type Work = { name: string; durationMinutes: number; priceCents?: number | null; currency?: string };

/**
 * What the page on which a member books needs at each step: locations and members, then a location's services (or how
 * long with a member), then days, then the contact.
 */
export async function getMemberBooking(ctx: Ctx, query: Asked) {
	authorize(ctx, "appointments.book");
	if (!query.locationId && !query.memberId) {
		const [places, members] = [await listBookable(ctx), await listBookableMembers(ctx)];
		return { ...NOTHING, places, members };
	}
	const place = await getResource(ctx, query);
	refuseInactive(place);
	const services = place.kind === "location" ? await listBookableServices(ctx, place.id) : [];
	const service = services.find((one) => one.id === query.serviceId);
	const work = place.kind === "location" ? workOf(service) : timeOf(query);
	const { days, next } = work ? await daysOf(ctx, place, work, query.from) : NOTHING;
	return {
		...NOTHING,
		place: { kind: place.kind, id: place.id, name: place.name, zone: place.zone },
		services,
		serviceId: service?.id ?? null,
		work,
		days,
		next,
		contact: query.contactId ? await contactNamed(ctx, query.contactId) : null,
	};
}

type Day = { date: string; slots: { startsAt: Date; endsAt: Date }[] };

const NOTHING = {
	places: [] as Awaited<ReturnType<typeof listBookable>>,
	members: [] as Awaited<ReturnType<typeof listBookableMembers>>,
	place: null as Pick<Place, "kind" | "id" | "name" | "zone"> | null,
	services: [] as Awaited<ReturnType<typeof listBookableServices>>,
	serviceId: null as string | null,
	work: null as Work | null,
	days: [] as Day[],
	next: null as string | null,
	contact: null as { id: string; name: string } | null,
};

function workOf(service: (typeof NOTHING.services)[number] | undefined): Work | null {
	if (!service) return null;
	const { name, durationMinutes, priceCents, currency } = service;
	return { name, durationMinutes: durationMinutes!, priceCents, currency };
}

function timeOf({ minutes, title }: Asked): Work | null {
	if (!minutes) return null;
	return { name: title?.trim() || "Meeting", durationMinutes: minutes };
}

async function daysOf(ctx: Ctx, place: Place, work: Work, asked: string | undefined) {
	const today = dateAt(ctx.now.getTime(), place.zone);
	const first = asked && asked > today ? asked : today;
	const from = dayBounds(first, place.zone).startsAt;
	const slots = await slotsOf(ctx, place, work.durationMinutes, { from, to: from + 100 * DAY });
	const days = groupByDay(slots, place.zone).map(({ date, slots: members }) => ({
		date,
		slots: members.map((slot) => ({ startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) })),
	}));
	return { days: days.slice(0, 5), next: days[5]?.date ?? null };
}

async function contactNamed(ctx: Ctx, id: string): Promise<{ id: string; name: string }> {
	const row = await ctx.db
		.selectFrom("contacts")
		.select(["id", "first_name", "last_name", "email"])
		.where("id", "=", id)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!row) throw notFound("contact");
	return { id: row.id, name: `${row.first_name} ${row.last_name}`.trim() || (row.email ?? "Contact without a name") };
}
