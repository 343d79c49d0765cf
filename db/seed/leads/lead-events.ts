import type { LeadCause } from "#app/domain/leads/rules.ts";
import type { DemoActor, DemoEvent } from "../event-row.ts";
import { memberId, SEEDER } from "../people.ts";
import { DEMO_CONNECTION } from "../places.ts";
import { idsOf, ownerOf, sourceOf, stateAt } from "./lead-rows.ts";
import type { LeadStory } from "./stories.ts";

/** What happened to a story's lead, in the words of the events that the product records. */
export function leadEvents(story: LeadStory, wonAt: Date | undefined): DemoEvent[] {
	const ids = idsOf(story);
	const subject = { type: "lead", id: ids.lead };
	const parent = { type: "contact", id: ids.contact };
	const customer: DemoActor = { kind: "customer", id: ids.contact, name: `${story.firstName} ${story.lastName}` };
	const shop: DemoActor = { kind: "webhook", id: DEMO_CONNECTION, name: "Demo shop" };
	const origin = originOf(story, { shop, customer });
	const events: DemoEvent[] = [
		{ at: story.createdAt, name: "contact.created", actor: origin, subject: parent, data: { stage: "lead" } },
		{
			at: new Date(story.createdAt.getTime() + 1),
			name: "lead.created",
			actor: origin,
			subject,
			parent,
			data: {
				leadId: ids.lead,
				contactId: ids.contact,
				locationId: ids.location,
				conversationId: ids.conversation,
				source: sourceOf(story),
				title: story.service.name,
			},
		},
	];
	const moved = (from: string, to: string, at: Date, actor: DemoActor, cause?: LeadCause): void => {
		const changes = { state: [from, to] as [string, string] };
		events.push({ at, name: "lead.state-changed", actor, subject, parent, changes, data: cause ? { cause } : {} });
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
	if (story.state === "lost") moved(before, "lost", reached, member);
	return events;
}

/** Who brought a lead, by the way it came. */
function originOf(story: LeadStory, { shop, customer }: { shop: DemoActor; customer: DemoActor }): DemoActor {
	const source = sourceOf(story);
	if (source === "shop") return shop;
	if (source !== "member") return customer;
	const id = memberId("user@demo.perigee.test");
	return { kind: "member", id, name: memberName(id) };
}

function memberName(id: string | null): string {
	return id === memberId("manager@demo.perigee.test") ? "Milo Brandt" : "Uma Castell";
}
