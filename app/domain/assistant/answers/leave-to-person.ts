import type { ChatFacts } from "./chat-facts.ts";
import { type Draft, tell } from "./draft.ts";

/**
 * While a person is awaited the assistant goes on telling what it surely knows. What it would only say "I do not know"
 * to is left to the person: that is said once, and after it nothing, so that the customer writes in peace.
 */
export function leaveToPerson(facts: ChatFacts, draft: Draft): Draft {
	if (!facts.person.isAwaited || !draft.isUnsure) return draft;
	const { knowledge, unanswered } = draft;
	const kept = { ...(knowledge ? { knowledge } : {}), ...(unanswered ? { unanswered } : {}) };
	const waiting = { ...tellWaiting(facts), ...kept, state: facts.state, isUnsure: true };
	return facts.person.wasNoted ? { ...waiting, isSilent: true } : { ...waiting, notesPerson: true };
}

/** That the team knows already. */
export function tellWaiting({ location, state }: ChatFacts): Draft {
	const phone = location?.phone ? ` If it is urgent, call ${location.phone}.` : "";
	return tell(`Thank you, the team has been told and will answer you here; this is kept for them.${phone}`, state);
}
