import { moveLeadBy } from "#app/domain/leads/move-lead.ts";
import { TOUCH_STATUS_OF_MESSAGE, TOUCH_TRANSITIONS, type TouchStatus } from "#app/domain/leads/rules.ts";
import { finishEnrollment } from "#app/domain/leads/sequences/sending/finish-enrollment.ts";
import type { MessageState } from "#app/domain/messaging/rules/message-states.ts";
import type { Ctx } from "#db/context.ts";

/** A touch follows its message by the one table of rules.ts; the first message that went out makes a lead contacted. */
export async function followMessage(ctx: Ctx, messageId: string): Promise<void> {
	const message = await ctx.db
		.selectFrom("messages")
		.select(["id", "lead_id", "state", "state_reason", "state_at", "sent_at", "send_after", "channel"])
		.where("id", "=", messageId)
		.where("direction", "=", "out")
		.where("channel", "<>", "chat")
		.executeTakeFirst();
	if (!message) return;
	if (message.lead_id && message.sent_at) {
		await moveLeadBy(ctx, { leadId: message.lead_id, cause: "message-sent", at: message.sent_at });
	}
	await followTouch(ctx, message);
}

type Followed = { id: string; state: string; state_reason: string | null; state_at: Date; send_after: Date | null };

async function followTouch(ctx: Ctx, message: Followed): Promise<void> {
	const touch = await ctx.db
		.selectFrom("touches")
		.select(["id", "enrollment_id", "lead_id", "status", "reason", "position", "channel", "planned_at"])
		.where("message_id", "=", message.id)
		.forUpdate()
		.executeTakeFirst();
	if (!touch) return;
	const status = TOUCH_STATUS_OF_MESSAGE[message.state as MessageState];
	const isMove = touch.status !== status;
	// Events may be late, so steps in between are jumped over; what was skipped or cancelled stays so.
	if (TOUCH_TRANSITIONS[touch.status as TouchStatus].length === 0) return;
	if (!isMove && touch.reason === message.state_reason && !message.send_after) return;
	await ctx.db
		.updateTable("touches")
		.set({
			status,
			reason: message.state_reason,
			...(isMove ? { status_at: message.state_at } : {}),
			// What waits for quiet hours or a cap has a new time, which the page shows.
			...(status === "scheduled" && message.send_after ? { planned_at: message.send_after } : {}),
		})
		.where("id", "=", touch.id)
		.execute();
	if (!isMove) return;
	await ctx.record({
		name: `touch.${status}`,
		subject: { type: "touch", id: touch.id },
		...(touch.lead_id ? { parent: { type: "lead", id: touch.lead_id } } : {}),
		data: { position: touch.position, channel: touch.channel, reason: message.state_reason },
	});
	await finishEnrollment(ctx, touch.enrollment_id);
}
