import { notFound } from "#app/base/errors.ts";
import { DAY, dateAt, dayBounds } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { slotsOf } from "#app/domain/scheduling/availability/availability-queries.ts";
import { getPlace } from "#app/domain/scheduling/availability/place-queries.ts";
import { groupByDay } from "#app/domain/scheduling/rules/availability.ts";
import type { Ctx } from "#db/context.ts";
import { listBookable, listBookableServices } from "./booking-page-queries.ts";

/** What the page on which a member books needs at each step: locations, then services, then days, then the contact. */
export async function getMemberBooking(
	ctx: Ctx,
	query: {
		locationId?: string | undefined;
		serviceId?: string | undefined;
		contactId?: string | undefined;
		from?: string | undefined;
	},
) {
	authorize(ctx, "appointments.book");
	const places = query.locationId ? [] : await listBookable(ctx);
	if (!query.locationId)
		return { places, place: null, services: [], service: null, days: [], next: null, contact: null };
	const place = await getPlace(ctx, query.locationId);
	const services = await listBookableServices(ctx, place.id);
	const service = services.find((one) => one.id === query.serviceId) ?? null;
	const today = dateAt(ctx.now.getTime(), place.zone);
	const first = query.from && query.from > today ? query.from : today;
	const from = dayBounds(first, place.zone).startsAt;
	const slots = service ? await slotsOf(ctx, place, service.durationMinutes!, { from, to: from + 100 * DAY }) : [];
	const days = groupByDay(slots, place.zone).map(({ date, slots: members }) => ({
		date,
		slots: members.map((slot) => ({ startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) })),
	}));
	return {
		places,
		place: { id: place.id, name: place.name, zone: place.zone },
		services,
		service,
		days: days.slice(0, 5),
		next: days[5]?.date ?? null,
		contact: query.contactId ? await contactNamed(ctx, query.contactId) : null,
	};
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
