import { dateAt } from "#app/base/time.ts";
import { sayInstant } from "#app/base/words/say-time.ts";
import type { ChatAppointment, ChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import type { ChatService } from "#app/domain/assistant/rules/match-service.ts";
import { type FreeSlot, findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import type { Ctx } from "#db/context.ts";

/** What is to be booked, or which appointment is to be moved. */
export type Wanted = { service: ChatService } | { appointment: ChatAppointment };

/** The starts (epoch ms) in [from, to) that are free for it at the chat's location. */
export async function freeTimes(
	ctx: Ctx,
	facts: ChatFacts,
	wanted: Wanted,
	from: number,
	to: number,
): Promise<number[]> {
	const starts = (await freeSlots(ctx, facts, wanted, from, to)).map(({ startsAt }) => startsAt.getTime());
	// Where it stands already is free for the move, but no move.
	return "appointment" in wanted ? starts.filter((start) => start !== wanted.appointment.startsAt) : starts;
}

/** The free time that starts exactly then, with its end; undefined once it is gone. */
export async function findFreeSlot(
	ctx: Ctx,
	facts: ChatFacts,
	wanted: Wanted,
	instant: number,
): Promise<FreeSlot | undefined> {
	return (await freeSlots(ctx, facts, wanted, instant, instant + 1))[0];
}

/** "Ready Tue 1 Dec, 8:30 am PST" for work that ends on another day than it begins; undefined for any other. */
export function sayReady(startsAt: Date, endsAt: Date, zone: string): string | undefined {
	const [from, to] = [startsAt.getTime(), endsAt.getTime()];
	return dateAt(from, zone) === dateAt(to, zone) ? undefined : `Ready ${sayInstant(to, zone)}`;
}

async function freeSlots(ctx: Ctx, { location }: ChatFacts, wanted: Wanted, from: number, to: number) {
	if (!location) return [];
	const serviceId = "service" in wanted ? wanted.service.id : wanted.appointment.serviceId;
	const { slots } = await findAvailability(ctx, {
		locationId: location.id,
		...(serviceId ? { serviceId } : {}),
		// An appointment is not in the way of its own move.
		...("appointment" in wanted
			? { durationMinutes: wanted.appointment.durationMinutes, except: wanted.appointment.id }
			: {}),
		from: new Date(from),
		to: new Date(to),
	});
	return slots;
}
