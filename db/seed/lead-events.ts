import { jsonb } from "#db/client.ts";
import { idsOf, ownerOf, stateAt } from "./lead-rows.ts";
import { DEMO_ORG, memberId, SEEDER } from "./people.ts";
import { DEMO_CONNECTION } from "./places.ts";
import { seedId } from "./seed-id.ts";
import type { LeadStory } from "./stories.ts";

type Actor = { kind: "member" | "customer" | "webhook" | "system"; id?: string; name: string };

export type DemoEvent = {
	at: Date;
	name: string;
	actor: Actor;
	subject: { type: string; id: string };
	parent?: { type: string; id: string };
	changes?: Record<string, [unknown, unknown]>;
	data?: Record<string, unknown>;
};

/** An event as its row: what the audit log and the timelines read. Nothing is dispatched: it is history. */
export function eventRow(event: DemoEvent, org = DEMO_ORG) {
	const { actor, subject, parent } = event;
	return {
		org_id: org,
		id: seedId(`event ${event.name} ${subject.id} ${JSON.stringify(event.changes ?? {})}`, event.at),
		at: event.at,
		name: event.name,
		actor_kind: actor.kind,
		actor_id: actor.id ?? null,
		actor_name: actor.name,
		subject_type: subject.type,
		subject_id: subject.id,
		parent_type: parent?.type ?? null,
		parent_id: parent?.id ?? null,
		changes: jsonb(event.changes ?? {}),
		data: jsonb(event.data ?? {}),
		request_id: "demo-data",
	};
}

/** What happened to a story's lead, in the words of the events that the product records. */
export function leadEvents(story: LeadStory, wonAt: Date | undefined): DemoEvent[] {
	const ids = idsOf(story);
	const subject = { type: "lead", id: ids.lead };
	const parent = { type: "contact", id: ids.contact };
	const customer: Actor = { kind: "customer", id: ids.contact, name: `${story.firstName} ${story.lastName}` };
	const shop: Actor = { kind: "webhook", id: DEMO_CONNECTION, name: "Demo shop" };
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
	const moved = (from: string, to: string, at: Date, actor: Actor, cause: string): void => {
		const changes = { state: [from, to] as [string, string] };
		events.push({ at, name: "lead.state-changed", actor, subject, parent, changes, data: { cause } });
	};
	if (story.state === "new") return events;
	moved("new", "contacted", new Date(story.createdAt.getTime() + 41_000), SEEDER, "message-sent");
	if (story.repliedAt && !story.optedOut) moved("contacted", "engaged", story.repliedAt, customer, "customer-replied");
	const owner = ownerOf(story);
	const member: Actor = { kind: "member", ...(owner ? { id: owner } : {}), name: memberName(owner) };
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
