import { sayLength, sayMoney } from "#app/base/words/say-time.ts";
import { type ChatService, matchServices } from "../rules/match-service.ts";
import type { ChatPart } from "../schema.ts";
import type { ChatFacts } from "./chat-facts.ts";
import { choices, type Draft, tell, unsure } from "./draft.ts";
import { contactLine } from "./tell-place.ts";

const SHOWN = 6;

/** What the services that were asked for cost and how long they take; real figures, and plain words where there are none. */
export function tellPrices(facts: ChatFacts, named: readonly ChatService[]): Draft {
	const asked = named.length > 0 ? named : servicesInMind(facts);
	if (facts.services.length === 0) return tell(`${noCatalogue(facts)}`, facts.state);
	if (asked.length === 0) {
		return tell(
			"Which service is it about? Here are some; or ask for another.",
			{ ...facts.state },
			someOf(facts.services),
		);
	}
	const [only] = asked;
	if (asked.length === 1 && only) {
		return tell(`${only.name} ${priceAndTime(only, at(facts))}`, { serviceId: only.id }, timesOf(only));
	}
	// Nobody is told that there is one more instead of that one.
	const shown = asked.slice(0, asked.length === SHOWN + 1 ? SHOWN + 1 : SHOWN);
	const lines = shown.map((service) => `${service.name}: ${figures(service)}`);
	const left = asked.length - shown.length;
	const more = left > 0 ? `\nThere are ${left} more; say a little more of what you want.` : "";
	const text = `This is what it costs${at(facts)}:\n${lines.join("\n")}${more}`;
	return tell(text, { ...facts.state }, { kind: "choices", choices: shown.map(bookable) });
}

/** How long the services take. */
export function tellDurations(facts: ChatFacts, named: readonly ChatService[]): Draft {
	const asked = named.length > 0 ? named : servicesInMind(facts);
	const known = asked.filter(({ durationMinutes }) => durationMinutes !== null).slice(0, SHOWN);
	if (known.length === 0) return asked.length === 0 ? tellAllDurations(facts) : tellPrices(facts, named);
	const lines = known.map((service) => `${service.name} takes about ${sayLength(service.durationMinutes!)}.`);
	const [only] = known;
	const state = known.length === 1 && only ? { serviceId: only.id } : { ...facts.state };
	return tell(lines.join("\n"), state, ...(known.length === 1 && only ? [timesOf(only)] : []));
}

/** For "how long does it take", when nobody has said what. */
function tellAllDurations(facts: ChatFacts): Draft {
	const known = facts.services.filter(({ durationMinutes }) => durationMinutes !== null).slice(0, SHOWN);
	if (known.length === 0) return tellPrices(facts, []);
	const lines = known.map((service) => `${service.name}: about ${sayLength(service.durationMinutes!)}`);
	return tell(`That depends on the service:\n${lines.join("\n")}`, { ...facts.state }, someOf(known));
}

/** Work that is not in the list: said so, with what is; a price or a promise is nobody's but the team's. */
export function tellOtherWork(facts: ChatFacts): Draft {
	if (facts.services.length === 0) return { ...tell(noCatalogue(facts), facts.state), isUnsure: true };
	const names = facts.services.slice(0, SHOWN).map(({ name }) => name);
	const more = facts.services.length > SHOWN ? `, and ${facts.services.length - SHOWN} more` : "";
	const text = `I do not find that in the list of services${at(facts)}, so I will not guess. In the list are: ${names.join("; ")}${more}. Shall I ask the team?`;
	return unsure(text, { ...facts.state, asksPerson: true }, choices("What do you do?", "Talk to a person"));
}

/** A line that tells of something which a service does, and asks for nothing: what is it about? */
export function askAboutWork(facts: ChatFacts, [first, ...others]: readonly ChatService[]): Draft {
	const work = first && others.length === 0 ? first.name : "it";
	const text = `I am not sure what you need. I can say what ${work} costs and find a time. Or shall I tell the team what you wrote?${contactLine(facts)}`;
	const state = { ...facts.state, asksPerson: true as const };
	const inMind = first && others.length === 0 ? { serviceId: first.id } : {};
	return unsure(text, { ...state, ...inMind }, choices("What does it cost?", "Book a time", "Talk to a person"));
}

/** What the location does, with prices; the ones that were named first. */
export function tellServices(facts: ChatFacts, named: readonly ChatService[]): Draft {
	if (named.length > 0) return tellPrices(facts, named);
	if (facts.services.length === 0) return tell(noCatalogue(facts), facts.state);
	const lines = facts.services.slice(0, 40).map((service) => `${service.name}: ${figures(service)}`);
	return tell(`We do this${at(facts)}:\n${lines.join("\n")}`, { ...facts.state }, choices("Book a time"));
}

/**
 * The services this customer has in mind: the one last spoken of, else those that are booked, else those the lead asked
 * for, unless an appointment was cancelled since.
 */
export function servicesInMind({ state, lead, services, appointments }: ChatFacts): ChatService[] {
	const last = services.find(({ id }) => id === state.serviceId);
	if (last) return [last];
	const booked = services.filter(({ id }) => appointments.some(({ serviceId }) => serviceId === id));
	if (booked.length > 0 || state.hasCancelled) return booked;
	const wanted = lead ? [...lead.services, ...(lead.services.length === 0 ? [lead.title] : [])] : [];
	const found = wanted.flatMap((name) => {
		const exact = services.find((service) => service.name.toLowerCase() === name.toLowerCase());
		return exact ? [exact] : matchServices(name, services).slice(0, 1);
	});
	return [...new Set(found)];
}

/** Buttons with services' names, to choose from. */
export function someOf(services: readonly ChatService[]): ChatPart {
	return { kind: "choices", choices: services.slice(0, SHOWN).map(bookable) };
}

/** "$549.00, about 4 h"; says what is not known. */
export function figures(service: ChatService): string {
	const price = service.priceCents === null ? "price on request" : sayMoney(service.priceCents, service.currency);
	return service.durationMinutes === null ? price : `${price}, about ${sayLength(service.durationMinutes)}`;
}

function priceAndTime(service: ChatService, place: string): string {
	const takes = service.durationMinutes === null ? "" : ` It takes about ${sayLength(service.durationMinutes)}.`;
	if (service.priceCents === null) {
		return `has no fixed price${place}: it depends on your vehicle, and the team will tell you.${takes}`;
	}
	return `is ${sayMoney(service.priceCents, service.currency)}${place}.${takes}`;
}

function timesOf(service: ChatService): ChatPart {
	const times = { label: "See free times", act: { do: "ask-times" as const, serviceId: service.id } };
	return { kind: "choices", choices: service.durationMinutes === null ? [{ label: "Talk to a person" }] : [times] };
}

function bookable(service: ChatService) {
	const act = { do: "ask-times" as const, serviceId: service.id };
	return service.durationMinutes === null ? { label: service.name } : { label: service.name, act };
}

function at({ location }: ChatFacts): string {
	return location ? ` at ${location.name}` : "";
}

function noCatalogue({ location }: ChatFacts): string {
	const phone = location?.phone ? ` You can also call ${location.phone}.` : "";
	return `I have no list of services and prices here, so I will not guess. Say "talk to a person" and the team will answer.${phone}`;
}
