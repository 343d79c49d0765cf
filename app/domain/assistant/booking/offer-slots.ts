import { openPieces } from "#app/base/opening-hours.ts";
import { DAY, dateAt, dayBounds } from "#app/base/time.ts";
import { sayDay, sayInstant, sayZone } from "#app/base/words/say-time.ts";
import type { ChatAppointment, ChatFacts } from "#app/domain/assistant/answers/chat-facts.ts";
import { choices, type Draft, say } from "#app/domain/assistant/answers/draft.ts";
import { contactLine } from "#app/domain/assistant/answers/tell-place.ts";
import { figures } from "#app/domain/assistant/answers/tell-services.ts";
import { fitsTime, fitsWhen, type When } from "#app/domain/assistant/rules/read-when.ts";
import { type Closed, closedOn, sayHoursOf, sayOpensAgain } from "#app/domain/assistant/rules/say-hours.ts";
import { sayTaken } from "#app/domain/assistant/rules/say-taken.ts";
import { spreadSlots } from "#app/domain/assistant/rules/spread-slots.ts";
import type { ChatAct, ChatPart, ChatState } from "#app/domain/assistant/schema.ts";
import { pickAlternatives } from "#app/domain/scheduling/rules/alternatives.ts";
import type { Ctx } from "#db/context.ts";
import { askBooking, askMove } from "./ask-confirmation.ts";
import { freeTimes, type Wanted } from "./free-times.ts";

const LOOK_AHEAD = 28 * DAY;

/**
 * Offers three to six free times that fit what was asked; where none do, says so and offers the nearest. An exact
 * time that is free goes straight to the question whether to book it.
 */
export async function offerSlots(ctx: Ctx, facts: ChatFacts, wanted: Wanted, when: When | undefined): Promise<Draft> {
	const from = when?.days ? Math.max(facts.now, dayBounds(when.days.from, facts.zone).startsAt) : facts.now;
	const to = when?.days ? dayBounds(when.days.to, facts.zone).endsAt : from + LOOK_AHEAD / 2;
	const free = await freeTimes(ctx, facts, wanted, from, Math.max(to, from + LOOK_AHEAD));
	if (free.length === 0) return noTimes(facts, wanted);
	const inDays = free.filter((instant) => instant < to);
	const exact = when?.time?.exact;
	if ("appointment" in wanted && standsThere(facts, wanted.appointment, when)) return stays(facts, wanted.appointment);
	const fitting = inDays.filter((instant) => !when || fitsWhen(instant, when, facts.zone));
	if (exact !== undefined && fitting.length > 0 && (when?.days || fitting.length === 1)) {
		return "service" in wanted
			? askBooking(ctx, facts, wanted.service, fitting[0]!)
			: askMove(ctx, facts, wanted.appointment, fitting[0]!);
	}
	if (fitting.length > 0) {
		const few = when?.earliest
			? fitting.slice(0, 4)
			: spreadSlots(when ? fitting : nextDays(fitting, facts.zone), facts.zone);
		return offer(facts, wanted, few, `These times are free for ${nameOf(wanted)}.`);
	}
	const closed = facts.hours && when?.days ? closedOn(facts.hours, when.days, facts.now) : undefined;
	if (closed) return offerNextOpen(facts, wanted, when, free, closed);
	const outside = saysOutside(facts, when);
	if (outside) {
		const words = `${outside} These are the nearest free times for ${nameOf(wanted)}.`;
		return offer(facts, wanted, nearest(free, facts, when, from), words);
	}
	const why = sayTaken(
		{ hours: facts.hours, zone: facts.zone, now: facts.now },
		when,
		minutesOf(wanted),
		inDays.length > 0,
	);
	const words = `${why} These are the nearest free times for ${nameOf(wanted)}.`;
	return offer(facts, wanted, nearest(free, facts, when, from), words);
}

/** Whether the very day and time that were asked for are those the appointment has. */
function standsThere({ zone }: ChatFacts, { startsAt }: ChatAppointment, when: When | undefined): boolean {
	return when?.days !== undefined && when.time?.exact !== undefined && fitsWhen(startsAt, when, zone);
}

function stays(facts: ChatFacts, { title, startsAt }: ChatAppointment): Draft {
	const text = `Your ${title} is on ${sayInstant(startsAt, facts.zone)} already. Nothing was changed.`;
	return say(text, { ...facts.state, offer: undefined }, choices("What is the earliest time?", "Talk to a person"));
}

function minutesOf(wanted: Wanted): number {
	return ("service" in wanted ? wanted.service.durationMinutes : wanted.appointment.durationMinutes) ?? 0;
}

/** Who names no time is offered the next three days that have any. */
function nextDays(free: readonly number[], zone: string): number[] {
	const days = new Set(free.map((instant) => dateAt(instant, zone)));
	const last = [...days][2] ?? "9999";
	return free.filter((instant) => dateAt(instant, zone) <= last);
}

/** On a day when nobody is there: why, and the times of the next day that has any, near the hours that were asked for. */
function offerNextOpen(
	facts: ChatFacts,
	wanted: Wanted,
	when: When | undefined,
	free: readonly number[],
	closed: Closed,
): Draft {
	const { zone } = facts;
	const later = free.filter((instant) => instant >= (closed.opensAt ?? 0));
	const [first] = later;
	if (first === undefined) return noTimes(facts, wanted, `${closed.text} `);
	const date = dateAt(first, zone);
	const sameDay = later.filter((instant) => dateAt(instant, zone) === date);
	const sameHours = when?.time ? sameDay.filter((instant) => fitsHours(instant, when.time!, zone)) : [];
	const isNext = closed.opensAt !== undefined && dateAt(closed.opensAt, zone) === date;
	const next = isNext ? "The next open day is" : `${sayOpensAgain(closed, zone).trim()} The first free times are on`;
	const words = `${closed.text} ${next} ${sayDay(first, zone)}; these times are free for ${nameOf(wanted)}.`;
	return offer(facts, wanted, spreadSlots(sameHours.length > 0 ? sameHours : sameDay, zone), words);
}

/** Of an exact time on a day when nobody is there, the hour around it counts. */
function fitsHours(instant: number, time: NonNullable<When["time"]>, zone: string): boolean {
	const { exact } = time;
	return fitsTime(instant, exact === undefined ? time : { from: exact - 60, to: exact + 61 }, zone);
}

/** "On Tue 24 Nov we are open 8:00 am to 5:30 pm CST.", where a time outside these hours was asked for. */
function saysOutside({ hours, zone }: ChatFacts, when: When | undefined): string | undefined {
	const { days, time } = when ?? {};
	if (!hours || !days || !time || days.from !== days.to) return undefined;
	const { startsAt, endsAt } = dayBounds(days.from, zone);
	const isInside = openPieces(hours, startsAt, endsAt).some(({ start, end }) =>
		time.exact === undefined
			? start < startsAt + time.to * 60_000 && end > startsAt + time.from * 60_000
			: start <= startsAt + time.exact * 60_000 && end > startsAt + time.exact * 60_000,
	);
	return isInside ? undefined : sayHoursOf(hours, days.from);
}

/** Times on offer as buttons, and as what the chat is in the middle of. */
export function offer(facts: ChatFacts, wanted: Wanted, instants: readonly number[], text: string): Draft {
	const slots = instants.map((instant) => ({ startsAt: new Date(instant).toISOString(), act: actOf(wanted, instant) }));
	const part: ChatPart = { kind: "slots", zone: facts.zone, slots };
	const id = "service" in wanted ? { serviceId: wanted.service.id } : { appointmentId: wanted.appointment.id };
	const state: ChatState = {
		...("service" in wanted ? { serviceId: wanted.service.id } : {}),
		offer: { ...id, slots: [...instants] },
	};
	return say(`${text} Times are in ${sayZone(instants[0] ?? facts.now, facts.zone)}.`, state, part);
}

/** The free times nearest to what was asked: same hours on other days before other hours. */
function nearest(free: readonly number[], facts: ChatFacts, when: When | undefined, from: number): number[] {
	const sameHours = when?.time ? free.filter((instant) => fitsWhen(instant, { time: when.time! }, facts.zone)) : [];
	const end = when?.days ? dayBounds(when.days.to, facts.zone).endsAt : from;
	if (when?.time && when.time.exact === undefined && sameHours.length > 0) {
		// Some of the day that was asked for, at other hours, and the hours that were asked for on later days.
		const sameDays = spreadSlots(
			free.filter((instant) => instant < end),
			facts.zone,
			2,
		);
		return [...sameDays, ...sameHours.slice(0, 6 - sameDays.length)];
	}
	const date = when?.days?.from ?? dateAt(from, facts.zone);
	const wanted = dayBounds(date, facts.zone).startsAt + (when?.time?.exact ?? when?.time?.from ?? 12 * 60) * 60_000;
	return pickAlternatives(
		free.map((startsAt) => ({ startsAt, endsAt: startsAt, bays: [] })),
		Math.max(wanted, facts.now),
		5,
	)
		.map(({ startsAt }) => startsAt)
		.sort((a, b) => a - b);
}

function noTimes(facts: ChatFacts, wanted: Wanted, why = ""): Draft {
	const text = `${why}I find no free time for ${nameOf(wanted)} in those weeks.${contactLine(facts)}`;
	return say(text, { ...facts.state, offer: undefined }, choices("Talk to a person", "What is the earliest time?"));
}

function actOf(wanted: Wanted, instant: number): ChatAct {
	const startsAt = new Date(instant).toISOString();
	return "service" in wanted
		? { do: "pick-slot", serviceId: wanted.service.id, startsAt }
		: { do: "pick-move", appointmentId: wanted.appointment.id, startsAt };
}

function nameOf(wanted: Wanted): string {
	return "service" in wanted
		? `${wanted.service.name} (${figures(wanted.service)})`
		: `your ${wanted.appointment.title}`;
}
