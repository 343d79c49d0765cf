import { dateAt } from "#app/base/time.ts";
import { sayInstant } from "#app/base/words/say-time.ts";
import type { ChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import { choices, type Draft, say } from "#app/domain/assistant/answers/draft.ts";
import { contactLine } from "#app/domain/assistant/answers/tell-place.ts";
import { servicesInMind, someOf } from "#app/domain/assistant/answers/tell-services.ts";
import type { ChatService } from "#app/domain/assistant/rules/match-service.ts";
import type { When } from "#app/domain/assistant/rules/read-when.ts";
import { closedOn, sayOpensAgain } from "#app/domain/assistant/rules/say-hours.ts";
import type { Ctx } from "#db/context.ts";
import { offerSlots } from "./offer-slots.ts";

/** Free times for the service that is meant; asks which service, where that is open. */
export async function startBooking(
	ctx: Ctx,
	facts: ChatFacts,
	named: readonly ChatService[],
	said: When | undefined,
): Promise<Draft> {
	const when = said ?? facts.state.wantsService?.when;
	const meant = named.length > 0 ? named : meantBefore(facts);
	const [only] = meant;
	if (meant.length !== 1 || !only) return askService(facts, meant, when);
	return startBookingOf(ctx, facts, only, when);
}

/** Free times for one service. Without a known duration none can be found, and a person has to. */
export async function startBookingOf(
	ctx: Ctx,
	facts: ChatFacts,
	service: ChatService,
	when: When | undefined,
): Promise<Draft> {
	if (service.durationMinutes === null || !facts.hours) {
		const text = `I do not know how long ${service.name} takes here, so I cannot find a time for it by myself.`;
		return say(`${text}${contactLine(facts)}`, { serviceId: service.id }, choices("Talk to a person"));
	}
	return offerSlots(ctx, facts, { service }, when);
}

function meantBefore(facts: ChatFacts): ChatService[] {
	const offered = facts.state.offer?.serviceId ?? pendingService(facts);
	const before = facts.services.find(({ id }) => id === offered);
	if (before) return [before];
	// Who asks for another time after booking may want anything: what is booked is not booked again unasked.
	const inMind = servicesInMind(facts).filter(({ id }) => !isBooked(facts, id));
	return inMind.length > 0 ? inMind : facts.services.length === 1 ? [...facts.services] : [];
}

function isBooked({ appointments }: ChatFacts, id: string): boolean {
	return appointments.some(({ serviceId }) => serviceId === id);
}

function pendingService({ state }: ChatFacts): string | undefined {
	return state.pending && "serviceId" in state.pending ? state.pending.serviceId : undefined;
}

function askService(facts: ChatFacts, among: readonly ChatService[], when: When | undefined): Draft {
	const { services } = facts;
	if (services.length === 0) {
		const text = "I have no list of services here to book from. The team will find a time with you.";
		return say(`${text}${contactLine(facts)}`, { ...facts.state }, choices("Talk to a person"));
	}
	const shown = among.length > 0 ? among : services;
	const closed = facts.hours && when?.days ? closedOn(facts.hours, when.days, facts.now) : undefined;
	const why = closed ? `${closed.text}${sayOpensAgain(closed, facts.zone)} ` : "";
	const [booked] = facts.appointments;
	const known = booked
		? `Your ${booked.title} is booked for ${sayInstant(booked.startsAt, facts.zone)}; say “move it” for another time. `
		: "";
	const text =
		among.length > 0 ? "Which of these do you mean?" : `${known}Which service is it for? Choose one, or write it.`;
	// Spoken of as a wish for a time, so that the service's name alone is answered with times.
	const part = someOf(shown);
	const wish = closed?.opensAt === undefined ? when : onDay(dateAt(closed.opensAt, facts.zone), when);
	const state = { wantsService: wish ? { when: wish } : {} };
	return say(
		`${why}${text}`,
		state,
		part.kind === "choices" ? { ...part, choices: part.choices.map(({ label }) => ({ label })) } : part,
	);
}

/** A wish for a day on which nobody is there, once that was said, is one for the next day that somebody is. */
function onDay(date: string, when: When | undefined): When {
	return { ...when, days: { from: date, to: date } };
}
