import { sayInstant } from "#app/base/say-time.ts";
import type { When } from "../rules/read-when.ts";
import { sayHoursOf, sayOpenNow, sayWeek } from "../rules/say-hours.ts";
import type { ChatFacts } from "./chat-facts.ts";
import { choices, type Draft, tell } from "./draft.ts";

const CAN = "I can tell you prices, opening hours and free times, and book, move or cancel an appointment.";
const OFFERS = choices("What does it cost?", "Book a time", "Opening hours", "Talk to a person");

/** Opening hours: of the day that was asked for, else whether it is open now and the whole week. */
export function tellHours(facts: ChatFacts, when: When | undefined): Draft {
	const { hours, now, state } = facts;
	if (!hours) return tell(`I do not have our opening hours here.${contactLine(facts)}`, state);
	const days = when?.days;
	if (days && days.from === days.to) return tell(sayHoursOf(hours, days.from), state, choices("Book a time"));
	return tell([sayOpenNow(hours, now), ...sayWeek(hours, now)].join("\n"), state, choices("Book a time"));
}

/** Where the location is and how to reach it. */
export function tellPlace(facts: ChatFacts): Draft {
	const { location, state } = facts;
	const lines = [location?.name, location?.address, location?.phone, location?.email].filter(Boolean);
	if (!location?.address) lines.push("I do not have the street address here; the team will tell you.");
	return tell(lines.join("\n"), state);
}

/** The customer's own appointments still to come. */
export function tellAppointments(facts: ChatFacts): Draft {
	const { appointments, zone, state } = facts;
	if (appointments.length === 0) return tell("You have no appointment booked with us.", state, choices("Book a time"));
	const lines = appointments.map(({ title, startsAt }) => `${title}: ${sayInstant(startsAt, zone)}`);
	return tell(lines.join("\n"), state, choices("Move my appointment", "Cancel my appointment"));
}

export function tellGreeting({ contact, location, orgName, state }: ChatFacts): Draft {
	const hello = contact.firstName ? `Hello ${contact.firstName}` : "Hello";
	return tell(`${hello}, this is the automatic assistant of ${location?.name ?? orgName}. ${CAN}`, state, OFFERS);
}

export function tellThanks({ state }: ChatFacts): Draft {
	return tell("You are welcome. Write here whenever something comes up.", state);
}

/** For what the rules cannot read: what they can do, and the way to a person. */
export function tellUnknown({ state }: ChatFacts): Draft {
	return tell(`I did not understand that. ${CAN} Or ask for a person.`, state, OFFERS);
}

/** " You can call us: +1…", or nothing. */
export function contactLine({ location }: ChatFacts): string {
	return location?.phone ? ` You can also call us: ${location.phone}.` : "";
}
