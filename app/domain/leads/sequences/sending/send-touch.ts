import { authorize } from "#app/domain/identity/policy.ts";
import { isOpenLead, type LeadState, TOUCH_STATUS_OF_MESSAGE, type TouchStatus } from "#app/domain/leads/rules.ts";
import { sendTouchJob } from "#app/domain/leads/sequences/jobs.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import { createPublicLink } from "#app/domain/messaging/create-public-link.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import type { MessageState } from "#app/domain/messaging/rules/message-states.ts";
import type { Ctx } from "#db/context.ts";
import { type DueTouch, findDueTouch } from "./due-touch.ts";
import { findInterruption } from "./find-interruption.ts";
import { finishEnrollment } from "./finish-enrollment.ts";
import { timeForTouch } from "./touch-time.ts";
import { writeTouch } from "./write-touch.ts";

// Two clocks: the queue's decides when a job starts, the window is judged by ours.
const EARLY_MS = 60_000;

export type TouchOutcome = "absent" | "done" | "waits" | "moved" | "stopped" | "skipped" | "queued";

/**
 * Sends one touch if it still may go. Everything is looked at again, since days have passed since it was planned:
 * the enrolment, a reply, a booking, the lead, the window, the address. Safe to call twice: a touch that has a message
 * is done. The enrolment's row is locked, so that stopping and sending never pass each other.
 */
export async function sendTouch(ctx: Ctx, touchId: string): Promise<TouchOutcome> {
	authorize(ctx, "enrollments.change");
	const touch = await findDueTouch(ctx, touchId);
	if (!touch) return "absent";
	if (touch.status !== "scheduled" || touch.message_id) return "done";
	if (touch.enrollment_state === "paused") return "waits";
	if (touch.enrollment_state !== "running") {
		await settle(ctx, touch, "cancelled", "The sequence has ended.");
		return "stopped";
	}
	if (touch.planned_at.getTime() > ctx.now.getTime() + EARLY_MS) return moveTo(ctx, touch, touch.planned_at);
	const stop = await findInterruption(ctx, touch);
	if (stop) {
		await stopEnrollments(ctx, { contactId: touch.contact_id, locationId: touch.location_id, reason: stop });
		return "stopped";
	}
	if (!isOpenLead(touch.lead_state as LeadState)) {
		await stopEnrollments(ctx, {
			leadId: touch.lead_id,
			reason: touch.lead_state === "booked" ? "booked" : "lead-closed",
		});
		return "stopped";
	}
	const time = await timeForTouch(ctx, touch);
	if (time === null) return settle(ctx, touch, "skipped", "The send window never opens.");
	if (time.getTime() > ctx.now.getTime()) return moveTo(ctx, touch, time);
	if (!(touch.channel === "email" ? touch.email : touch.phone)) {
		const lack = touch.channel === "email" ? "email address" : "phone number";
		return settle(ctx, touch, "skipped", `The contact has no ${lack}.`);
	}
	return queueTouch(ctx, touch);
}

async function queueTouch(ctx: Ctx, touch: DueTouch): Promise<TouchOutcome> {
	const conversationId = touch.conversation_id ?? (await openLeadConversation(ctx, touch));
	const chat = await createPublicLink(ctx, { kind: "chat", subjectId: conversationId, contactId: touch.contact_id });
	const message = await queueMessage(ctx, {
		conversationId,
		contactId: touch.contact_id,
		leadId: touch.lead_id,
		locationId: touch.location_id,
		channel: touch.channel as "email" | "sms",
		purpose: "sequence",
		...writeTouch(touch, chat.url),
		plannedAt: touch.planned_at,
		dedupeKey: `touch:${touch.id}${touch.attempt > 0 ? `:${touch.attempt}` : ""}`,
		...(touch.variant ? { variant: touch.variant } : {}),
	});
	await ctx.db.updateTable("public_links").set({ message_id: message.id }).where("id", "=", chat.id).execute();
	await ctx.db.updateTable("touches").set({ message_id: message.id }).where("id", "=", touch.id).execute();
	await settle(ctx, touch, TOUCH_STATUS_OF_MESSAGE[message.state as MessageState], message.reason ?? null);
	return "queued";
}

/** Sets a touch's status with its time and reason; the enrolment ends with its last touch. */
async function settle(ctx: Ctx, touch: DueTouch, status: TouchStatus, reason: string | null): Promise<TouchOutcome> {
	await ctx.db.updateTable("touches").set({ status, status_at: ctx.now, reason }).where("id", "=", touch.id).execute();
	await ctx.record({
		name: `touch.${status}`,
		subject: { type: "touch", id: touch.id },
		parent: { type: "lead", id: touch.lead_id },
		data: { position: touch.position, channel: touch.channel, reason },
	});
	await finishEnrollment(ctx, touch.enrollment_id);
	return "skipped";
}

async function moveTo(ctx: Ctx, touch: DueTouch, at: Date): Promise<TouchOutcome> {
	if (at.getTime() !== touch.planned_at.getTime()) {
		await ctx.db.updateTable("touches").set({ planned_at: at }).where("id", "=", touch.id).execute();
		await ctx.record({
			name: "touch.moved",
			subject: { type: "touch", id: touch.id },
			parent: { type: "lead", id: touch.lead_id },
			changes: { plannedAt: [touch.planned_at.toISOString(), at.toISOString()] },
			data: { position: touch.position, channel: touch.channel },
		});
	}
	await ctx.enqueue(sendTouchJob, { orgId: ctx.org, touchId: touch.id }, { after: at });
	return "moved";
}

async function openLeadConversation(ctx: Ctx, touch: DueTouch): Promise<string> {
	const { id } = await openConversation(ctx, {
		contactId: touch.contact_id,
		locationId: touch.location_id,
		subject: touch.lead_title || "Your request",
	});
	await ctx.db.updateTable("leads").set({ conversation_id: id }).where("id", "=", touch.lead_id).execute();
	return id;
}
