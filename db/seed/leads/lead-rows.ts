import { DAY, HOUR, MINUTE } from "#app/base/time.ts";
import type { DemoContent } from "../demo-content.ts";
import { DEMO_ORG, memberId } from "../people.ts";
import { DEMO_LOCATIONS, locationId } from "../places.ts";
import { seedId } from "../seed-id.ts";
import { type LeadStory, plannedTouches } from "./stories.ts";

/** The ids of what one story becomes. */
export function idsOf(story: LeadStory) {
	const { key, createdAt } = story;
	return {
		contact: seedId(`contact of lead ${key}`, createdAt),
		vehicle: seedId(`vehicle of lead ${key}`, createdAt),
		conversation: seedId(`conversation of lead ${key}`, createdAt),
		lead: seedId(`lead ${key}`, createdAt),
		enrollment: seedId(`enrollment of lead ${key}`, createdAt),
		appointment: seedId(`appointment of lead ${key}`, createdAt),
		location: locationId(DEMO_LOCATIONS[story.place]!.key),
	};
}

/** Who in the demo looks after a lead: two people in turn, and nobody for what has just come in. */
export function ownerOf(story: LeadStory): string | null {
	if (story.state === "new") return null;
	return memberId(Number(story.key) % 3 === 0 ? "manager@demo.perigee.test" : "user@demo.perigee.test");
}

/** The instant after the last line of a story's talk, or its beginning. */
export function talkEnd(story: LeadStory): Date {
	const minutes = story.talk.reduce((sum, line) => sum + line.after + 1, 0);
	return new Date((story.repliedAt ?? story.createdAt).getTime() + minutes * MINUTE);
}

/** When a story reached the state it is in. */
export function stateAt(story: LeadStory, wonAt: Date | undefined): Date {
	const { createdAt, repliedAt } = story;
	switch (story.state) {
		case "new":
			return createdAt;
		case "contacted":
			return new Date(createdAt.getTime() + MINUTE);
		case "engaged":
			return repliedAt ?? createdAt;
		case "booked":
			return talkEnd(story);
		case "won":
			return wonAt ?? talkEnd(story);
		case "lost":
			return repliedAt ? new Date(talkEnd(story).getTime() + HOUR) : new Date(createdAt.getTime() + 31 * DAY);
	}
}

export function contactRow(story: LeadStory) {
	return {
		org_id: DEMO_ORG,
		id: idsOf(story).contact,
		stage: story.state === "won" ? ("customer" as const) : ("lead" as const),
		first_name: story.firstName,
		last_name: story.lastName,
		email: story.email,
		phone: story.phone,
		time_zone: DEMO_LOCATIONS[story.place]!.zone,
		source: sourceOf(story),
		created_at: story.createdAt,
		updated_at: story.createdAt,
	};
}

export function vehicleRow(story: LeadStory) {
	const { contact, vehicle } = idsOf(story);
	return { org_id: DEMO_ORG, id: vehicle, contact_id: contact, ...story.vehicle, created_at: story.createdAt };
}

export function conversationRow(story: LeadStory, lastMessageAt: Date) {
	const ids = idsOf(story);
	const byMember = story.talk.some((line) => line.by === "member") && story.state === "engaged";
	return {
		org_id: DEMO_ORG,
		id: ids.conversation,
		contact_id: ids.contact,
		location_id: ids.location,
		subject: story.service.name,
		state: story.state === "won" || story.state === "lost" ? ("closed" as const) : ("open" as const),
		mode: byMember ? ("member" as const) : ("assistant" as const),
		member_id: byMember ? ownerOf(story) : null,
		last_message_at: lastMessageAt,
		customer_seen_at: story.repliedAt ? talkEnd(story) : null,
		created_at: story.createdAt,
	};
}

export function leadRow(story: LeadStory, reachedAt: Date) {
	const ids = idsOf(story);
	return {
		org_id: DEMO_ORG,
		id: ids.lead,
		contact_id: ids.contact,
		location_id: ids.location,
		vehicle_id: ids.vehicle,
		conversation_id: ids.conversation,
		state: story.state,
		state_at: reachedAt,
		source: sourceOf(story),
		title: story.service.name,
		services: [story.service.name],
		value_cents: story.service.priceCents,
		owner_id: ownerOf(story),
		first_contacted_at: story.state === "new" ? null : new Date(story.createdAt.getTime() + 40_000),
		first_replied_at: story.repliedAt ?? null,
		lost_reason: story.state === "lost" ? lostReason(story) : null,
		created_at: story.createdAt,
		updated_at: reachedAt,
	};
}

/** How a story's lead came in. */
export function sourceOf(story: LeadStory) {
	return SOURCES[Number(story.key) % SOURCES.length]!;
}

function lostReason(story: LeadStory): string {
	if (story.optedOut) return "Wrote STOP";
	return story.repliedAt ? "Said no for now" : "No answer in 30 days";
}

export function enrollmentRow(story: LeadStory, versionId: string, content: DemoContent, firstAt: Date) {
	const ids = idsOf(story);
	const last = plannedTouches(content, story).at(-1)!;
	const stopped = stopOf(story);
	const isOver = !stopped && last < firstAt;
	return {
		org_id: DEMO_ORG,
		id: ids.enrollment,
		lead_id: ids.lead,
		contact_id: ids.contact,
		location_id: ids.location,
		sequence_version_id: versionId,
		state: stopped ? ("stopped" as const) : isOver ? ("finished" as const) : ("running" as const),
		stop_reason: stopped ?? null,
		created_at: story.createdAt,
		counted_from: story.createdAt,
		ended_at: stopped ? story.repliedAt! : isOver ? last : null,
	};
}

/** Why the rest of a story's sequence was stopped; nothing for one that ran or runs on. */
export function stopOf(story: LeadStory): "replied" | "opted-out" | undefined {
	if (!story.repliedAt) return undefined;
	return story.optedOut ? "opted-out" : "replied";
}

const SOURCES = ["shop", "shop", "form", "shop", "chat", "shop", "member"] as const;
