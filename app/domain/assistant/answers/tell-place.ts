import { sayInstant } from "#app/base/words/say-time.ts";
import { isHoliday } from "../rules/holidays.ts";
import type { When } from "../rules/read-when.ts";
import { type ChatHours, closedOn, sayHoursOf, sayOpenNow, sayOpensAgain, sayWeek } from "../rules/say-hours.ts";
import type { ChatFacts } from "./chat-facts.ts";
import { choices, type Draft, tell } from "./draft.ts";

/** Opening hours: of the day that was asked for, else whether it is open now and the whole week. */
export function tellHours(facts: ChatFacts, when: When | undefined): Draft {
	const { hours, now, state } = facts;
	if (!hours) return tell(`I do not have our opening hours here.${contactLine(facts)}`, state);
	const days = when?.days;
	const closed = days && closedOn(hours, days, now);
	if (closed) return tell(`${closed.text}${sayOpensAgain(closed, hours.zone)}`, state, choices("Book a time"));
	if (days && days.from === days.to) return tellDay(facts, hours, days.from);
	return tell([sayOpenNow(hours, now), ...sayWeek(hours, now)].join("\n"), state, choices("Book a time"));
}

/** The hours of a day; on a holiday that nobody entered, with the doubt that belongs there. */
function tellDay({ state }: ChatFacts, hours: ChatHours, date: string): Draft {
	const isDoubtful = isHoliday(date) && !hours.exceptions.some((one) => one.date === date);
	if (!isDoubtful) return tell(sayHoursOf(hours, date), state, choices("Book a time"));
	const text = `${sayHoursOf(hours, date)} These are our usual hours: nothing else is entered for that holiday. Ask for a person to be sure.`;
	return tell(text, state, choices("Talk to a person"));
}

/** Where the location is and how to reach it. */
export function tellPlace(facts: ChatFacts): Draft {
	const { location, state } = facts;
	const lines = [location?.name, location?.address, location?.phone, location?.email].filter(Boolean);
	if (location?.address) return tell(lines.join("\n"), state);
	lines.push("I do not have the street address here. Ask for a person, and the team tells you.");
	return tell(lines.join("\n"), state, choices("Talk to a person"));
}

/** The customer's own appointments still to come. */
export function tellAppointments(facts: ChatFacts): Draft {
	const { appointments, zone, state } = facts;
	if (appointments.length === 0) return tell("You have no appointment booked with us.", state, choices("Book a time"));
	const lines = appointments.map(({ title, startsAt }) => `${title}: ${sayInstant(startsAt, zone)}`);
	return tell(lines.join("\n"), state, choices("Move my appointment", "Cancel my appointment"));
}

/** A nod, when nothing was asked. */
export function tellNod({ state }: ChatFacts): Draft {
	return tell("All right. Write here whenever you need something.", state);
}

export function tellThanks({ state }: ChatFacts): Draft {
	return tell("You are welcome. Write here whenever something comes up.", state);
}

/** " You can call us: +1…", or nothing. */
export function contactLine({ location }: ChatFacts): string {
	return location?.phone ? ` You can also call us: ${location.phone}.` : "";
}
