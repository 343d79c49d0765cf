import { sayInstant, sayLength, sayMoney } from "#app/base/say-time.ts";
import type { ChatAppointment, ChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import { type Draft, say } from "#app/domain/assistant/answers/draft.ts";
import type { ChatService } from "#app/domain/assistant/rules/match-service.ts";
import type { ChatAct, ChatPart } from "#app/domain/assistant/schema.ts";

/** Nothing is booked, moved or cancelled without this question and the customer's own yes. */
export function askBooking(facts: ChatFacts, service: ChatService, instant: number): Draft {
	const act: ChatAct = { do: "book", serviceId: service.id, startsAt: new Date(instant).toISOString() };
	const price =
		service.priceCents === null
			? " The team will tell you the price."
			: ` It costs ${sayMoney(service.priceCents, service.currency)}.`;
	const takes = service.durationMinutes === null ? "" : ` It takes about ${sayLength(service.durationMinutes)}.`;
	const text = `Book ${service.name} on ${sayInstant(instant, facts.zone)}?${takes}${price}`;
	return say(text, { serviceId: service.id, pending: act }, question("Book it", act, "Another time"));
}

export function askMove(facts: ChatFacts, appointment: ChatAppointment, instant: number): Draft {
	const act: ChatAct = { do: "move", appointmentId: appointment.id, startsAt: new Date(instant).toISOString() };
	const [old, next] = [sayInstant(appointment.startsAt, facts.zone), sayInstant(instant, facts.zone)];
	const text = `Move your ${appointment.title} from ${old} to ${next}?`;
	return say(text, { pending: act }, question("Move it", act, "Another time"));
}

export function askCancel(facts: ChatFacts, appointment: ChatAppointment): Draft {
	const act: ChatAct = { do: "cancel", appointmentId: appointment.id };
	const text = `Cancel your ${appointment.title} on ${sayInstant(appointment.startsAt, facts.zone)}?`;
	return say(text, { pending: act }, question("Cancel it", act, "Keep it"));
}

function question(yes: string, act: ChatAct, no: string): ChatPart {
	return { kind: "confirm", yes: { label: yes, act }, no: { label: no, act: { do: "no" } } };
}
