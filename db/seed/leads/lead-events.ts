import type { DemoActor, DemoEvent } from "../event-row.ts";
import { memberId, SEEDER } from "../people.ts";
import { DEMO_CONNECTION } from "../places.ts";
import { idsOf, ownerOf, stateAt } from "./lead-rows.ts";
import type { LeadStory } from "./stories.ts";

/** What happened to a story's lead, in the words of the events that the product records. */
export function leadEvents(story: LeadStory, wonAt: Date | undefined): DemoEvent[] {
	const ids = idsOf(story);
	const subject = { type: "lead", id: ids.lead };
	const parent = { type: "contact", id: ids.contact };
	const customer: DemoActor = { kind: "customer", id: ids.contact, name: `${story.firstName} ${story.lastName}` };
	const shop: DemoActor = { kind: "webhook", id: DEMO_CONNECTION, name: "Demo shop" };
	const origin = Number(story.key) % 2 === 0 ? shop : SEEDER;
	const events: DemoEvent[] = [
		{ at: story.createdAt, name: "contact.created", actor: origin, subject: parent, data: { contactId: ids.contact } },
		{
			at: new Date(story.createdAt.getTime() + 1),
			name: "lead.created",
			actor: origin,
			subject,
			parent,
			data: { leadId: ids.lead, contactId: ids.contact, locationId: ids.location, title: story.service.name },
		},
	];
	const moved = (from: string, to: string, at: Date, actor: DemoActor, cause: string): void => {
		const changes = { state: [from, to] as [string, string] };
		events.push({ at, name: "lead.state-changed", actor, subject, parent, changes, data: { cause } });
	};
	if (story.state === "new") return events;
	moved("new", "contacted", new Date(story.createdAt.getTime() + 41_000), SEEDER, "message-sent");
	if (story.repliedAt && !story.optedOut) moved("contacted", "engaged", story.repliedAt, customer, "customer-replied");
	const owner = ownerOf(story);
	const member: DemoActor = { kind: "member", ...(owner ? { id: owner } : {}), name: memberName(owner) };
	const reached = stateAt(story, wonAt);
	const before = story.repliedAt && !story.optedOut ? "engaged" : "contacted";
	if (story.state === "booked") moved(before, "booked", reached, customer, "appointment-booked");
	if (story.state === "won") moved("booked", "won", reached, shop, "order-completed");
	if (story.state === "lost") moved(before, "lost", reached, member, "by hand");
	return events;
}

function memberName(id: string | null): string {
	return id === memberId("manager@demo.perigee.test") ? "Milo Brandt" : "Uma Castell";
}
