import { addDays, dateAt } from "#app/base/time.ts";
import { sayInstant, sayLength } from "#app/base/words/say-time.ts";
import { sayHoursOf, sayOpenNow, sayWeek } from "#app/domain/assistant/rules/say-hours.ts";
import type { ChatFacts } from "./chat-facts.ts";
import type { Draft } from "./draft.ts";
import { figures } from "./tell-services.ts";

const SERVICES_TOLD = 60;

/**
 * What a model is told of this customer and this place, as plain lines: the bounds of what it may say. Nothing of
 * other customers, no addresses, no internal notes.
 */
export function factsForModel(facts: ChatFacts, draft: Draft): string {
	const { location, hours, now, zone } = facts;
	const today = dateAt(now, zone);
	const lines = [
		`Business: ${location?.name ?? facts.orgName}`,
		`Now: ${sayInstant(now, zone)}`,
		location?.phone ? `Phone: ${location.phone}` : "",
		location?.address ? `Address: ${location.address}` : "",
		facts.contact.firstName ? `Customer's first name: ${facts.contact.firstName}` : "",
		facts.vehicle ? `Customer's vehicle: ${facts.vehicle}` : "",
		facts.lead
			? `Asked for: ${facts.lead.title}${facts.lead.services.length ? ` (${facts.lead.services.join(", ")})` : ""}`
			: "",
		...(hours
			? [sayOpenNow(hours, now), ...sayWeek(hours, now), sayHoursOf(hours, today), sayHoursOf(hours, addDays(today, 1))]
			: []),
		...facts.appointments.map(
			({ title, startsAt, durationMinutes }) =>
				`Booked: ${title}, ${sayInstant(startsAt, zone)}, ${sayLength(durationMinutes)}`,
		),
		"Services, prices and durations:",
		...facts.services.slice(0, SERVICES_TOLD).map((service) => `- ${service.name}: ${figures(service)}`),
		"Answer of the business's rules:",
		draft.text,
		...draft.parts.flatMap((part) =>
			part.kind === "slots"
				? part.slots.map(({ startsAt }) => `- free: ${sayInstant(Date.parse(startsAt), zone)}`)
				: part.kind === "choices"
					? [`Buttons below it: ${part.choices.map(({ label }) => label).join(", ")}`]
					: [],
		),
	];
	return lines.filter((line) => line !== "").join("\n");
}
