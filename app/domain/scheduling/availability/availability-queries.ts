import { invalid } from "#app/base/errors.ts";
import { DAY } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { openSlots, type Slot } from "#app/domain/scheduling/rules/availability.ts";
import type { Ctx } from "#db/context.ts";
import { listBusy } from "./busy-queries.ts";
import { getResource, type Resource, refuseInactive } from "./member-place-queries.ts";
import { type BookedService, listPlaces, type Place, slotRules } from "./place-queries.ts";

export type FreeSlot = { startsAt: Date; endsAt: Date };
export type Availability = { zone: string; service?: BookedService; slots: FreeSlot[] };

const LONGEST_WINDOW = 100 * DAY;

/**
 * The times that can be booked at a location for a service (or for work of `durationMinutes`), or with a member for
 * `durationMinutes`, starting in [from, to); two queries. The window is 100 days at most. 404 for what is not here, 422
 * for a member who has no hours or takes no appointments. A location that is not in use has no times. `except` is the
 * appointment that is to move there: times are free as if it were not there itself.
 */
export async function findAvailability(
	ctx: Ctx,
	query: Resource & { serviceId?: string; durationMinutes?: number; from: Date; to: Date; except?: string },
): Promise<Availability> {
	authorize(ctx, "availability.view");
	const place = await getResource(ctx, query, query.serviceId);
	const duration = place.service?.durationMinutes ?? query.durationMinutes;
	if (!duration) {
		const field = place.kind === "location" ? "serviceId" : "durationMinutes";
		throw invalid("Choose a service or a duration.", { [field]: ["Choose a service or a duration"] });
	}
	if (place.kind === "member") refuseInactive(place);
	const slots = place.active ? await slotsOf(ctx, place, duration, { ...windowOf(query), except: query.except }) : [];
	return { zone: place.zone, ...(place.service ? { service: place.service } : {}), slots: slots.map(asFreeSlot) };
}

/** The same for many locations and work of one length: two queries, whatever their number. By location's id. */
export async function listAvailability(
	ctx: Ctx,
	query: { locationIds: readonly string[]; durationMinutes: number; from: Date; to: Date },
): Promise<Map<string, Availability>> {
	authorize(ctx, "availability.view");
	const { from, to } = windowOf(query);
	const places = await listPlaces(ctx, query.locationIds);
	const rules = places.map((place) => slotRules(place, query.durationMinutes));
	const reach = Math.max(0, ...rules.map(reachOf));
	const busy = await listBusy(ctx, { resourceIds: places.map((place) => place.id), from, to: to + reach });
	return new Map(
		places.map((place, index) => {
			const taken = busy.get(place.id) ?? [];
			const slots = openSlots({ ...rules[index]!, busy: taken, from, to, now: ctx.now.getTime() });
			return [place.id, { zone: place.zone, slots: slots.map(asFreeSlot) }];
		}),
	);
}

/** The free slots of one place that start in [from, to) (epoch ms), with their bays. `except` is an appointment. */
export async function slotsOf(
	ctx: Ctx,
	place: Place,
	durationMinutes: number,
	window: { from: number; to: number; except?: string | undefined },
): Promise<Slot[]> {
	const rules = slotRules(place, durationMinutes);
	const busy = await listBusy(ctx, {
		resourceIds: [place.id],
		from: window.from,
		to: window.to + reachOf(rules),
		except: window.except,
	});
	const { from, to } = window;
	return openSlots({ ...rules, busy: busy.get(place.id) ?? [], from, to, now: ctx.now.getTime() });
}

/** How long after its start work can end at most: with pauses, as far as the rule of free slots looks. */
function reachOf({ durationMinutes, mayPause }: { durationMinutes: number; mayPause: boolean }): number {
	const duration = durationMinutes * 60_000;
	return mayPause ? 8 * duration + 14 * DAY : duration;
}

function windowOf({ from, to }: { from: Date; to: Date }): { from: number; to: number } {
	const window = { from: from.getTime(), to: to.getTime() };
	if (!Number.isFinite(window.from) || !Number.isFinite(window.to)) throw invalid("Choose a day.");
	return { from: window.from, to: Math.min(window.to, window.from + LONGEST_WINDOW) };
}

function asFreeSlot(slot: Slot): FreeSlot {
	return { startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) };
}
