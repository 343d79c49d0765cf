import type { ChatFacts } from "./chat-facts.ts";
import { choices, type Draft, tell, unsure } from "./draft.ts";
import { contactLine } from "./tell-place.ts";

/** What the rules can do, in a sentence and in buttons. */
const CAN = "I can tell you prices, opening hours and free times, and book, move or cancel an appointment.";
const OFFERS = choices("What does it cost?", "Book a time", "Opening hours", "Talk to a person");

const PERSON = choices("Talk to a person");

export function tellGreeting({ contact, location, orgName, state }: ChatFacts): Draft {
	const hello = contact.firstName ? `Hello ${contact.firstName}` : "Hello";
	return tell(`${hello}, this is the automatic assistant of ${location?.name ?? orgName}. ${CAN}`, state, OFFERS);
}

/** Who asks whether a person is here, is told: no. */
export function tellIdentity({ location, orgName, state, person }: ChatFacts): Draft {
	const name = location?.name ?? orgName;
	const next = person.isAwaited
		? "The team has been told and will answer here."
		: "Ask for a person, and the team answers here.";
	return tell(`This is the automatic assistant of ${name}, not a person. ${CAN} ${next}`, state, OFFERS);
}

/** The customer wants nothing more, or is somebody else. */
export function tellDeclined({ state }: ChatFacts): Draft {
	const { serviceId } = state;
	const text =
		"All right, thank you for telling us. Write STOP if you want no more messages, or write here whenever something comes up.";
	return tell(text, serviceId ? { serviceId } : {});
}

/** What the rules must not decide: how one pays, what is promised, who brings the vehicle. */
export function tellForTeam(facts: ChatFacts): Draft {
	const text = `That is for the team to say, and I do not want to guess. Shall I tell them?${contactLine(facts)}`;
	return unsure(text, { ...facts.state, asksPerson: true }, PERSON);
}

/** The rules read English. */
export function tellSpanish(facts: ChatFacts): Draft {
	const text =
		"Soy un asistente automático y solo leo inglés. Si quiere, aviso al equipo y alguien le responde aquí.\nI read English only; I can tell the team, and somebody will answer here.";
	return unsure(`${text}${contactLine(facts)}`, { ...facts.state, asksPerson: true }, PERSON);
}

/** For what the rules cannot read: what they can do, and the way to a person. */
export function tellUnknown({ state }: ChatFacts): Draft {
	return unsure(`I did not understand that. ${CAN} Or ask for a person.`, state, OFFERS);
}

/** For a question that neither the chat's figures nor the documents for customers answer. */
export function tellNotKnown(facts: ChatFacts): Draft {
	const text = `I do not know that, and I do not want to guess. ${CAN} Or shall I ask the team?${contactLine(facts)}`;
	return unsure(text, { ...facts.state, asksPerson: true }, OFFERS);
}
