import { askBooking, askCancel, askMove } from "#app/domain/assistant/booking/ask-confirmation.ts";
import { carryOutBooking, carryOutCancel, carryOutMove, outOfDate } from "#app/domain/assistant/booking/carry-out.ts";
import { decline, startCancel, startMove } from "#app/domain/assistant/booking/change-appointment.ts";
import { offerSlots } from "#app/domain/assistant/booking/offer-slots.ts";
import { startBooking, startBookingOf } from "#app/domain/assistant/booking/start-booking.ts";
import type { ChatService } from "#app/domain/assistant/rules/match-service.ts";
import type { When } from "#app/domain/assistant/rules/read-when.ts";
import { closedOn } from "#app/domain/assistant/rules/say-hours.ts";
import { type Understood, understand } from "#app/domain/assistant/rules/understand.ts";
import type { ChatAct } from "#app/domain/assistant/schema.ts";
import type { Ctx } from "#db/context.ts";
import { askPerson, optOut } from "./ask-person.ts";
import type { ChatFacts } from "./chat-facts.ts";
import { type Draft, say } from "./draft.ts";
import { leaveToPerson, tellWaiting } from "./leave-to-person.ts";
import { lookUpKnowledge } from "./look-up-knowledge.ts";
import { tellDeclined, tellForTeam, tellGreeting, tellIdentity, tellSpanish, tellUnknown } from "./tell-limits.ts";
import { tellAppointments, tellHours, tellNod, tellPlace, tellThanks } from "./tell-place.ts";
import {
	askAboutWork,
	servicesInMind,
	tellDurations,
	tellOtherWork,
	tellPrices,
	tellServices,
} from "./tell-services.ts";

/** A customer's line: what was written, or the button that was pressed. */
export type Line = { id: string; text: string; act?: ChatAct | undefined };

/**
 * The rules' answer to a line (LEAD-6, LEAD-7), with all that it does: a booking the customer confirmed, an opt-out, a
 * call for a person. It acts as the customer and can do nothing that they may not.
 */
export async function answerByRules(ctx: Ctx, facts: ChatFacts, line: Line): Promise<Draft> {
	if (line.act) return answerAct(ctx, facts, line.act);
	const understood = understand(line.text, {
		services: facts.services,
		wanted: new Set(servicesInMind(facts).map(({ id }) => id)),
		now: facts.now,
		zone: facts.zone,
		state: {
			...(facts.state.offer ? { offer: facts.state.offer.slots } : {}),
			isConfirming: facts.state.pending !== undefined || facts.person.isOffered,
			wantsService: facts.state.wantsService !== undefined,
			isAwaiting: facts.person.isAwaited,
		},
	});
	const draft = await answerUnderstood(ctx, facts, understood, line);
	const known = await lookUpKnowledge(ctx, facts, { text: line.text, intent: understood.intent, draft });
	return leaveToPerson(facts, known);
}

/** The answer to what a line means, whoever read it. */
export async function answerUnderstood(ctx: Ctx, facts: ChatFacts, understood: Understood, line: Line): Promise<Draft> {
	const { services, when, pick } = understood;
	switch (understood.intent) {
		case "price":
			return tellPrices(facts, services);
		case "duration":
			return tellDurations(facts, services);
		case "hours":
			return answerHours(ctx, facts, services, when);
		case "services":
			return tellServices(facts, services);
		case "place":
			return tellPlace(facts);
		case "my-appointment":
			return tellAppointments(facts);
		case "book":
			return isMoving(facts, services) ? startMove(ctx, facts, when) : startBooking(ctx, facts, services, when);
		case "pick":
			return pick === undefined ? outOfDate(facts) : answerPick(ctx, facts, pick);
		case "yes":
			return answerYes(ctx, facts);
		case "no":
			return decline(facts);
		case "move":
			return startMove(ctx, facts, when);
		case "cancel":
			return startCancel(facts);
		case "person":
			return askPerson(ctx, facts);
		case "stop":
			return optOut(ctx, facts, line.id);
		case "thanks":
			return tellThanks(facts);
		case "greeting":
			return facts.person.isAwaited ? tellWaiting(facts) : tellGreeting(facts);
		case "identity":
			return tellIdentity(facts);
		case "declined":
			return tellDeclined(facts);
		case "spanish":
			return tellSpanish(facts);
		case "for-team":
			return tellForTeam(facts);
		case "other-work":
			return tellOtherWork(facts);
		case "unclear-work":
			return askAboutWork(facts, services);
		case "unknown":
			return tellUnknown(facts);
	}
}

function answerYes(ctx: Ctx, facts: ChatFacts): Promise<Draft> | Draft {
	if (facts.state.pending) return answerAct(ctx, facts, facts.state.pending);
	return facts.person.isOffered ? askPerson(ctx, facts) : tellNod(facts);
}

/** A day on which nobody is there is answered with the next one, and its times where it is known for what. */
async function answerHours(
	ctx: Ctx,
	facts: ChatFacts,
	services: readonly ChatService[],
	when: When | undefined,
): Promise<Draft> {
	const { hours, now } = facts;
	const isClosed = hours !== null && when?.days !== undefined && closedOn(hours, when.days, now) !== undefined;
	// Times for what is booked already, or was asked for before something else was booked, nobody asked for.
	const isOpen = ({ id }: ChatService) => !facts.appointments.some(({ serviceId }) => serviceId === id);
	const meant = services.length > 0 ? services : servicesInMind(facts).filter(isOpen);
	return isClosed && meant.length === 1 ? startBooking(ctx, facts, meant, when) : tellHours(facts, when);
}

/** Another time, asked for in the middle of a move, is one for the same appointment, unless other work is named. */
function isMoving({ state, appointments }: ChatFacts, named: readonly ChatService[]): boolean {
	const id = state.offer?.appointmentId ?? (state.pending?.do === "move" ? state.pending.appointmentId : undefined);
	if (id === undefined) return false;
	const moved = appointments.find((appointment) => appointment.id === id);
	return named.length === 0 || named.some((service) => service.id === moved?.serviceId);
}

function answerPick(ctx: Ctx, facts: ChatFacts, instant: number): Promise<Draft> | Draft {
	const { offer } = facts.state;
	const appointment = facts.appointments.find(({ id }) => id === offer?.appointmentId);
	if (appointment) return askMove(ctx, facts, appointment, instant);
	const service = facts.services.find(({ id }) => id === offer?.serviceId);
	return service ? askBooking(ctx, facts, service, instant) : outOfDate(facts);
}

/** A pressed button. Its ids came from a browser: only this location's services and this customer's appointments count. */
async function answerAct(ctx: Ctx, facts: ChatFacts, act: ChatAct): Promise<Draft> {
	const appointment =
		"appointmentId" in act ? facts.appointments.find(({ id }) => id === act.appointmentId) : undefined;
	const service = "serviceId" in act ? facts.services.find(({ id }) => id === act.serviceId) : undefined;
	switch (act.do) {
		case "pick-slot":
			return service ? askBooking(ctx, facts, service, Date.parse(act.startsAt)) : outOfDate(facts);
		case "pick-move":
			return appointment ? askMove(ctx, facts, appointment, Date.parse(act.startsAt)) : outOfDate(facts);
		case "ask-times":
			return service ? startBookingOf(ctx, facts, service, facts.state.wantsService?.when) : outOfDate(facts);
		case "ask-move":
			return appointment ? offerSlots(ctx, facts, { appointment }, undefined) : outOfDate(facts);
		case "ask-cancel":
			return appointment ? askCancel(facts, appointment) : outOfDate(facts);
		case "book":
			return carryOutBooking(ctx, facts, act);
		case "move":
			return carryOutMove(ctx, facts, act);
		case "cancel":
			return carryOutCancel(ctx, facts, act.appointmentId);
		case "no":
			return facts.state.pending || facts.state.offer ? decline(facts) : say("All right.", { ...facts.state });
	}
}
