import { env } from "#app/base/env.ts";
import { MINUTE } from "#app/base/time.ts";
import { jsonb } from "#db/client.ts";
import type { DemoContent } from "../demo-content.ts";
import { DEMO_ORG } from "../people.ts";
import { DEMO_LOCATIONS, LOCATION_PHONE } from "../places.ts";
import { seedId } from "../seed-id.ts";
import { idsOf, ownerOf, stopOf } from "./lead-rows.ts";
import { type LeadStory, plannedTouches } from "./stories.ts";
import { sayLine } from "./talks.ts";

type Sent = { id: string; state: "held" | "sent" | "delivered" | "bounced"; at: Date };

/**
 * The touches of a story and the messages they became. What was planned before the customer answered (or before now)
 * went out; what a newcomer finds in the outbox waits, because nothing is sent here by itself.
 */
export function touchRows(content: DemoContent, story: LeadStory, firstAt: Date, token: string) {
	const ids = idsOf(story);
	const planned = plannedTouches(content, story);
	const stopAt = story.repliedAt ?? firstAt;
	const messages: ReturnType<typeof messageRow>[] = [];
	const touches = content.sequence.map(({ channel }, index) => {
		const plannedAt = planned[index]!;
		const wasDue = plannedAt <= stopAt && plannedAt <= firstAt;
		const sent = wasDue ? sentAs(story, index, plannedAt, channel) : undefined;
		if (sent) messages.push(messageRow(content, story, { position: index + 1, channel, plannedAt, sent, token }));
		return {
			org_id: DEMO_ORG,
			id: seedId(`touch ${index} of lead ${story.key}`, story.createdAt),
			enrollment_id: ids.enrollment,
			lead_id: ids.lead,
			position: index + 1,
			channel,
			planned_at: plannedAt,
			...(sent ? touchOf(sent) : stopOf(story) ? cancelled(story) : { ...UNTOUCHED, status_at: story.createdAt }),
		};
	});
	return { touches, messages };
}

const UNTOUCHED = { status: "scheduled" as const, reason: null, message_id: null };

function cancelled(story: LeadStory) {
	const reason = story.optedOut ? "The customer opted out." : "The customer answered.";
	return { status: "cancelled" as const, status_at: story.repliedAt!, reason, message_id: null };
}

function touchOf(sent: Sent) {
	const status = sent.state === "bounced" ? ("failed" as const) : sent.state;
	const reason = sent.state === "bounced" ? "The mailbox does not exist." : null;
	return { status, status_at: sent.at, reason, message_id: sent.id };
}

function sentAs(story: LeadStory, index: number, plannedAt: Date, channel: "email" | "sms"): Sent {
	const id = seedId(`message ${index} of lead ${story.key}`, plannedAt);
	if (story.state === "new") return { id, state: "held", at: plannedAt };
	if (story.bounced && channel === "email") return { id, state: "bounced", at: plannedAt };
	return { id, state: channel === "sms" ? "delivered" : "sent", at: new Date(plannedAt.getTime() + 4_000) };
}

type Outbound = { position: number; channel: "email" | "sms"; plannedAt: Date; sent: Sent; token: string };

function messageRow(content: DemoContent, story: LeadStory, { position, channel, plannedAt, sent, token }: Outbound) {
	const ids = idsOf(story);
	const { year, make, model } = story.vehicle;
	const words = {
		firstName: story.firstName,
		vehicle: `${year} ${make} ${model}`,
		service: story.service.name,
		location: DEMO_LOCATIONS[story.place]!.name,
		phone: LOCATION_PHONE,
	};
	const { subject, text } = content.write(position, words, `${env().publicUrl}/chat/${token}`);
	const wentOut = sent.state === "held" ? null : sent.at;
	return {
		...common(story, sent.id, plannedAt),
		lead_id: ids.lead,
		channel,
		direction: "out" as const,
		purpose: "sequence",
		author_kind: "system" as const,
		author_name: "Sequence",
		state: sent.state,
		state_reason:
			sent.state === "held"
				? content.heldReason[channel]
				: sent.state === "bounced"
					? "The mailbox does not exist."
					: null,
		state_at: sent.at,
		to_address: channel === "email" ? story.email : story.phone,
		subject,
		body_text: text,
		parts: jsonb({}),
		planned_at: plannedAt,
		sent_at: wentOut,
		delivered_at: sent.state === "delivered" ? wentOut : null,
		segments: channel === "sms" ? Math.ceil(text.length / 153) : null,
		attempts: wentOut ? 1 : 0,
		source: null,
		dedupe_key: `demo-touch:${sent.id}`,
	};
}

/** The lines of a story's talk: what the customer wrote, and who answered. */
export function talkRows(story: LeadStory, memberNames: ReadonlyMap<string, string>) {
	const { year, make, model } = story.vehicle;
	const words = {
		first: story.firstName,
		service: story.service.name,
		price: `$${(story.service.priceCents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`,
		vehicle: `${year} ${make} ${model}`,
		place: DEMO_LOCATIONS[story.place]!.name,
		hours: hoursOf(story.service.durationMinutes),
	};
	let at = story.repliedAt?.getTime() ?? 0;
	return story.talk.map((line, index) => {
		at += line.after * MINUTE + (index === 0 ? 0 : 3_000);
		const isIn = line.by === "customer";
		const moment = new Date(at);
		const owner = line.by === "member" ? ownerOf(story) : null;
		return {
			...common(story, seedId(`line ${index} of lead ${story.key}`, moment), moment),
			lead_id: idsOf(story).lead,
			channel: story.optedOut
				? ("sms" as const)
				: story.channel === "sms" && isIn
					? ("sms" as const)
					: ("chat" as const),
			direction: isIn ? ("in" as const) : ("out" as const),
			purpose: "chat",
			author_kind: line.by,
			author_name: isIn ? `${story.firstName} ${story.lastName}` : (owner && memberNames.get(owner)) || "Assistant",
			state: isIn ? ("received" as const) : ("sent" as const),
			state_reason: null,
			state_at: moment,
			to_address: null,
			subject: "",
			body_text: sayLine(line.text, words),
			parts: jsonb({}),
			planned_at: null,
			sent_at: isIn ? null : moment,
			delivered_at: null,
			segments: null,
			attempts: 0,
			source: isIn ? null : line.by === "member" ? ("member" as const) : ("rules" as const),
			dedupe_key: `demo-line:${story.key}:${index}`,
		};
	});
}

function common(story: LeadStory, id: string, at: Date) {
	const ids = idsOf(story);
	return {
		org_id: DEMO_ORG,
		id,
		conversation_id: ids.conversation,
		contact_id: ids.contact,
		location_id: ids.location,
		created_at: at,
	};
}

/** "3 hours", "1 hour and 15 minutes". */
function hoursOf(minutes: number): string {
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	const words = [count(hours, "hour"), count(rest, "minute")].filter(Boolean);
	return words.join(" and ");
}

const count = (number: number, noun: string) => (number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`);
