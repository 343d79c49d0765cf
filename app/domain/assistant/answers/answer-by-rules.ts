import { type Understood, understand } from "#app/domain/assistant/rules/understand.ts";
import type { ChatAct } from "#app/domain/assistant/schema.ts";
import type { Ctx } from "#db/context.ts";
import { askBooking, askCancel, askMove } from "./ask-confirmation.ts";
import { askPerson, optOut } from "./ask-person.ts";
import { carryOutBooking, carryOutCancel, carryOutMove, outOfDate } from "./carry-out.ts";
import { decline, startCancel, startMove } from "./change-appointment.ts";
import type { ChatFacts } from "./chat-facts.ts";
import { type Draft, say } from "./draft.ts";
import { offerSlots } from "./offer-slots.ts";
import { startBooking, startBookingOf } from "./start-booking.ts";
import { tellAppointments, tellGreeting, tellHours, tellPlace, tellThanks, tellUnknown } from "./tell-place.ts";
import { tellDurations, tellPrices, tellServices } from "./tell-services.ts";

/** A customer's line: what was written, or the button that was pressed. */
export type Line = { id: string; text: string; act?: ChatAct | undefined };

/**
 * The rules' answer to a line (LEAD-6, LEAD-7), with all that it does: a booking the customer confirmed, an opt-out, a
 * call for a person. It acts as the customer and can do nothing that they may not.
 */
export async function answerByRules(
	ctx: Ctx,
	facts: ChatFacts,
	line: Line,
): Promise<Draft & { understood: Understood }> {
	if (line.act) return { ...(await answerAct(ctx, facts, line.act)), understood: { intent: "pick", services: [] } };
	const understood = understand(line.text, {
		services: facts.services,
		now: facts.now,
		zone: facts.zone,
		state: {
			...(facts.state.offer ? { offer: facts.state.offer.slots } : {}),
			isConfirming: facts.state.pending !== undefined,
			wantsService: facts.state.wantsService !== undefined,
		},
	});
	return { ...(await answerUnderstood(ctx, facts, understood, line)), understood };
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
			return tellHours(facts, when);
		case "services":
			return tellServices(facts, services);
		case "place":
			return tellPlace(facts);
		case "my-appointment":
			return tellAppointments(facts);
		case "book":
			return isMoving(facts) ? startMove(ctx, facts, when) : startBooking(ctx, facts, services, when);
		case "pick":
			return pick === undefined ? outOfDate(facts) : answerPick(facts, pick);
		case "yes":
			return facts.state.pending ? answerAct(ctx, facts, facts.state.pending) : tellThanks(facts);
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
			return tellGreeting(facts);
		case "unknown":
			return tellUnknown(facts);
	}
}

/** Another time, asked for in the middle of a move, is one for the same appointment. */
function isMoving({ state }: ChatFacts): boolean {
	return state.offer?.appointmentId !== undefined || state.pending?.do === "move";
}

function answerPick(facts: ChatFacts, instant: number): Draft {
	const { offer } = facts.state;
	const appointment = facts.appointments.find(({ id }) => id === offer?.appointmentId);
	if (appointment) return askMove(facts, appointment, instant);
	const service = facts.services.find(({ id }) => id === offer?.serviceId);
	return service ? askBooking(facts, service, instant) : outOfDate(facts);
}

/** A pressed button. Its ids came from a browser: only this location's services and this customer's appointments count. */
async function answerAct(ctx: Ctx, facts: ChatFacts, act: ChatAct): Promise<Draft> {
	const appointment =
		"appointmentId" in act ? facts.appointments.find(({ id }) => id === act.appointmentId) : undefined;
	const service = "serviceId" in act ? facts.services.find(({ id }) => id === act.serviceId) : undefined;
	switch (act.do) {
		case "pick-slot":
			return service ? askBooking(facts, service, Date.parse(act.startsAt)) : outOfDate(facts);
		case "pick-move":
			return appointment ? askMove(facts, appointment, Date.parse(act.startsAt)) : outOfDate(facts);
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
