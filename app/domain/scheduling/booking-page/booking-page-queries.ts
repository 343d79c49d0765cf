import { notFound } from "#app/base/errors.ts";
import { DAY, dateAt, dayBounds } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { slotsOf } from "#app/domain/scheduling/availability/availability-queries.ts";
import { findPlaceBySlug } from "#app/domain/scheduling/availability/place-queries.ts";
import { groupByDay } from "#app/domain/scheduling/rules/availability.ts";
import type { Ctx } from "#db/context.ts";

const DAYS_SHOWN = 5;

/** The locations that can be booked, by name. */
export async function listBookable(ctx: Ctx) {
	authorize(ctx, "availability.view");
	return ctx.db
		.selectFrom("locations as l")
		.innerJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "l.org_id").onRef("s.location_id", "=", "l.id"))
		.select(["l.id", "l.name", "l.slug", "l.address", "l.time_zone as zone"])
		.where("l.active", "=", true)
		.orderBy("l.name")
		.orderBy("l.id")
		.limit(500)
		.execute();
}

/** The services of a location that can be booked: in use, and with a duration. */
export async function listBookableServices(ctx: Ctx, locationId: string) {
	return ctx.db
		.selectFrom("services")
		.select([
			"id",
			"name",
			"description",
			"price_cents as priceCents",
			"currency",
			"duration_minutes as durationMinutes",
		])
		.where("location_id", "=", locationId)
		.where("active", "=", true)
		.where("duration_minutes", "is not", null)
		.orderBy("name")
		.orderBy("id")
		.limit(500)
		.execute();
}

/**
 * What the page of a location needs: the place, its services and, with a service, the next days that have free slots
 * from a date of `zone` on (the visitor's, maybe). Three queries. `next` is the date on which the next page begins. With
 * a `slot` there are no days, and `endsAt` is when work begun then is done; null when it is not free (any more).
 */
export async function getBookingPage(
	ctx: Ctx,
	query: {
		slug: string;
		serviceId?: string | undefined;
		from?: string | undefined;
		zone?: string | undefined;
		slot?: Date | undefined;
	},
) {
	authorize(ctx, "availability.view");
	const place = await findPlaceBySlug(ctx, query.slug);
	if (!place) throw notFound("location");
	const services = await listBookableServices(ctx, place.id);
	const service = services.find((one) => one.id === query.serviceId);
	const zone = query.zone ?? place.zone;
	const today = dateAt(ctx.now.getTime(), zone);
	const first = query.from && query.from > today ? query.from : today;
	const endsAt = service && query.slot ? await endOf(ctx, place, service.durationMinutes!, query.slot.getTime()) : null;
	const days =
		service && !query.slot ? await daysOf(ctx, { place, minutes: service.durationMinutes!, first, zone }) : [];
	const { id, name, slug, phone, address } = place;
	return {
		place: { id, name, slug, phone, address, zone: place.zone },
		services,
		service,
		zone,
		first,
		endsAt,
		earlier: first > today,
		days: days.slice(0, DAYS_SHOWN),
		next: days[DAYS_SHOWN]?.date,
	};
}

async function endOf(ctx: Ctx, place: Parameters<typeof slotsOf>[1], minutes: number, startsAt: number) {
	const [slot] = await slotsOf(ctx, place, minutes, { from: startsAt, to: startsAt + 1 });
	return slot ? new Date(slot.endsAt) : null;
}

async function daysOf(
	ctx: Ctx,
	{
		place,
		minutes,
		first,
		zone,
	}: { place: Parameters<typeof slotsOf>[1]; minutes: number; first: string; zone: string },
) {
	const from = dayBounds(first, zone).startsAt;
	const slots = await slotsOf(ctx, place, minutes, { from, to: from + 100 * DAY });
	return groupByDay(slots, zone).map(({ date, slots: members }) => ({
		date,
		slots: members.map((slot) => ({ startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) })),
	}));
}
