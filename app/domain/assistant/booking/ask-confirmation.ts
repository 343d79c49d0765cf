import { sayInstant, sayLength, sayMoney } from "#app/base/words/say-time.ts";
import type { ChatAppointment, ChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import { type Draft, say } from "#app/domain/assistant/answers/draft.ts";
import type { ChatService } from "#app/domain/assistant/rules/match-service.ts";
import type { ChatAct, ChatPart } from "#app/domain/assistant/schema.ts";
import type { Ctx } from "#db/context.ts";
import { findFreeSlot, sayReady, type Wanted } from "./free-times.ts";

/** Nothing is booked, moved or cancelled without this question and the customer's own yes. */
export async function askBooking(ctx: Ctx, facts: ChatFacts, service: ChatService, instant: number): Promise<Draft> {
	const act: ChatAct = { do: "book", serviceId: service.id, startsAt: new Date(instant).toISOString() };
	const price =
		service.priceCents === null
			? " The team will tell you the price."
			: ` It costs ${sayMoney(service.priceCents, service.currency)}.`;
	const takes = service.durationMinutes === null ? "" : ` It takes about ${sayLength(service.durationMinutes)}.`;
	const ready = await readyOf(ctx, facts, { service }, instant);
	const text = `Book ${service.name} on ${sayInstant(instant, facts.zone)}?${takes}${ready}${price}`;
	return say(text, { serviceId: service.id, pending: act }, question("Book it", act, "Another time"));
}

export async function askMove(
	ctx: Ctx,
	facts: ChatFacts,
	appointment: ChatAppointment,
	instant: number,
): Promise<Draft> {
	const act: ChatAct = { do: "move", appointmentId: appointment.id, startsAt: new Date(instant).toISOString() };
	const [old, next] = [sayInstant(appointment.startsAt, facts.zone), sayInstant(instant, facts.zone)];
	const ready = await readyOf(ctx, facts, { appointment }, instant);
	const text = `Move your ${appointment.title} from ${old} to ${next}?${ready}`;
	return say(text, { pending: act }, question("Move it", act, "Another time"));
}

export function askCancel(facts: ChatFacts, appointment: ChatAppointment): Draft {
	const act: ChatAct = { do: "cancel", appointmentId: appointment.id };
	const text = `Cancel your ${appointment.title} on ${sayInstant(appointment.startsAt, facts.zone)}?`;
	return say(text, { pending: act }, question("Cancel it", act, "Keep it"));
}

/** " Ready Tue 1 Dec, 8:30 am PST.", where the vehicle stays; nothing for a time that is no longer free. */
async function readyOf(ctx: Ctx, facts: ChatFacts, wanted: Wanted, instant: number): Promise<string> {
	const slot = await findFreeSlot(ctx, facts, wanted, instant);
	const ready = slot && sayReady(slot.startsAt, slot.endsAt, facts.zone);
	return ready ? ` ${ready}.` : "";
}

function question(yes: string, act: ChatAct, no: string): ChatPart {
	return { kind: "confirm", yes: { label: yes, act }, no: { label: no, act: { do: "no" } } };
}
