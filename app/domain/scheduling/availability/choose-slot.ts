import { type AppError, conflict, forbidden } from "#app/base/errors.ts";
import { DAY, MINUTE } from "#app/base/time.ts";
import { pickAlternatives } from "#app/domain/scheduling/rules/alternatives.ts";
import { freeBay } from "#app/domain/scheduling/rules/bays.ts";
import type { Ctx } from "#db/context.ts";
import { type FreeSlot, slotsOf } from "./availability-queries.ts";
import { listBusy } from "./busy-queries.ts";
import { lockPlace } from "./place-lock.ts";
import type { Place } from "./place-queries.ts";

/** A slot that can be taken now: epoch ms, its bay, and the time it takes with its buffers. */
export type ChosenSlot = { startsAt: number; endsAt: number; bay: number; from: number; to: number };

type Wish = {
	place: Place;
	durationMinutes: number;
	/** Epoch ms. */
	startsAt: number;
	/** The appointment that is being moved, which is not in its own way. */
	except?: string | undefined;
	/** A member's decision to book when the place is closed, at short notice or off the steps. */
	outsideHours?: boolean | undefined;
};

/**
 * The slot at exactly this instant with the lowest free bay, after waiting for whoever wants the same day. Throws 409
 * with the nearest free slots when it is not on offer (any more); 403 when somebody but a member asks outside hours.
 */
export async function chooseSlot(ctx: Ctx, wish: Wish): Promise<ChosenSlot> {
	const { place, startsAt, durationMinutes } = wish;
	const before = place.schedule.bufferBeforeMinutes * MINUTE;
	const after = place.schedule.bufferAfterMinutes * MINUTE;
	const taken = (endsAt: number, bay: number) => ({
		startsAt,
		endsAt,
		bay,
		from: startsAt - before,
		to: endsAt + after,
	});
	if (wish.outsideHours) {
		if (ctx.actor.kind !== "member") throw forbidden("Only a member books outside the opening hours.");
		const endsAt = startsAt + durationMinutes * MINUTE;
		const bay = await anyBay(ctx, wish, endsAt);
		if (bay === null) throw await slotTaken(ctx, wish);
		return taken(endsAt, bay);
	}
	const [slot] = await slotsOf(ctx, place, durationMinutes, { from: startsAt, to: startsAt + 1, except: wish.except });
	if (!slot) throw await slotTaken(ctx, wish);
	return taken(slot.endsAt, slot.bays[0]!);
}

/** Waits for those who want the same place on the same days; see `lockPlace`. */
export async function queueForSlot(ctx: Ctx, { place, startsAt, durationMinutes }: Wish): Promise<void> {
	const { bufferBeforeMinutes, bufferAfterMinutes } = place.schedule;
	const from = startsAt - bufferBeforeMinutes * MINUTE;
	await lockPlace(ctx, place.id, from, startsAt + (durationMinutes + bufferAfterMinutes) * MINUTE);
}

/** The 409 for a slot that somebody else has, with three to five others near it (fewer where fewer are free). */
export async function slotTaken(ctx: Ctx, wish: Wish): Promise<AppError> {
	const alternatives = await listAlternatives(ctx, wish);
	const words =
		alternatives.length > 0
			? "Sorry, that time is no longer free. Here are the nearest ones that are."
			: "Sorry, that time is no longer free, and there is none near it. Choose another day.";
	return conflict(words, { alternatives });
}

async function listAlternatives(ctx: Ctx, { place, durationMinutes, startsAt, except }: Wish): Promise<FreeSlot[]> {
	if (!Number.isFinite(startsAt)) return [];
	// Near the wish if that lies ahead, else as soon as possible.
	const wanted = Math.max(startsAt, ctx.now.getTime());
	const slots = await slotsOf(ctx, place, durationMinutes, { from: wanted - 7 * DAY, to: wanted + 21 * DAY, except });
	return pickAlternatives(slots, wanted, 5)
		.map((slot) => ({ startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) }))
		.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

async function anyBay(ctx: Ctx, { place, startsAt, except }: Wish, endsAt: number): Promise<number | null> {
	const busy = await listBusy(ctx, { resourceIds: [place.id], from: startsAt - DAY, to: endsAt + DAY, except });
	const { capacity, bufferBeforeMinutes, bufferAfterMinutes } = place.schedule;
	return freeBay({
		capacity,
		busy: busy.get(place.id) ?? [],
		startsAt,
		endsAt,
		bufferBeforeMinutes,
		bufferAfterMinutes,
	});
}
