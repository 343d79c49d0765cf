import { invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { getPlace, type Place, SCHEDULE_COLUMNS, scheduleOf } from "./place-queries.ts";

/** What is booked: a location, or a member; exactly one of them. */
export type Resource = { locationId?: string | null | undefined; memberId?: string | null | undefined };

/** The place that a resource names, in one query; see `getPlace` and `getMemberPlace`. 422 for both or neither. */
export async function getResource(ctx: Ctx, resource: Resource, serviceId?: string): Promise<Place> {
	const { locationId, memberId } = resource;
	if (locationId && memberId) throw invalid("Choose a location or a member, not both.");
	if (locationId) return getPlace(ctx, locationId, serviceId);
	if (!memberId) throw invalid("Choose a location or a member.");
	if (serviceId) throw invalid("A service is booked at its location, not with a member.");
	return getMemberPlace(ctx, memberId);
}

/** A member who can be booked, on the clocks of their own hours. 404 where there is none, 422 where they have no hours. */
export async function getMemberPlace(ctx: Ctx, memberId: string): Promise<Place> {
	const row = isId(memberId) ? await members(ctx).where("m.id", "=", memberId).executeTakeFirst() : undefined;
	if (!row) throw notFound("member");
	if (row.capacity === null) throw invalid(`${row.name} has no working hours yet, so no time can be found.`);
	return {
		kind: "member",
		id: row.id,
		name: row.name,
		zone: row.zone ?? "UTC",
		active: row.bookable ?? false,
		connectionId: null,
		// A person is in one place at a time.
		schedule: { ...scheduleOf(row), capacity: 1 },
		service: undefined,
	};
}

/** Throws 422 with the cause for a place that takes no new appointments; what is booked there already stays. */
export function refuseInactive(place: Place): void {
	if (place.active) return;
	if (place.kind === "location") throw notFound("location");
	const words = `${place.name} takes no appointments at present. Choose somebody else.`;
	throw invalid(words, { memberId: [words] });
}

/**
 * Keeps a member who is being booked until the commit: their removal waits, and then cancels what was booked. 404 for
 * one who was removed while the booker waited for the slot.
 */
export async function keepMember(ctx: Ctx, place: Place): Promise<void> {
	if (place.kind !== "member") return;
	const row = await ctx.db
		.selectFrom("memberships")
		.select("id")
		.where("id", "=", place.id)
		.forKeyShare()
		.executeTakeFirst();
	if (!row) throw notFound("member");
}

/** The members who take appointments, by name; the first five hundred. */
export async function listBookableMembers(ctx: Ctx): Promise<{ id: string; name: string; zone: string }[]> {
	authorize(ctx, "availability.view");
	return ctx.db
		.selectFrom("memberships as m")
		.innerJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "m.org_id").onRef("s.member_id", "=", "m.id"))
		.select(["m.id", "m.name", "s.time_zone as zone"])
		.where("s.bookable", "=", true)
		.orderBy("m.name")
		.orderBy("m.id")
		.limit(500)
		.execute();
}

function members(ctx: Ctx) {
	return ctx.db
		.selectFrom("memberships as m")
		.leftJoin("schedules as s", (join) => join.onRef("s.org_id", "=", "m.org_id").onRef("s.member_id", "=", "m.id"))
		.select(["m.id", "m.name", "s.time_zone as zone", "s.bookable", ...SCHEDULE_COLUMNS]);
}
