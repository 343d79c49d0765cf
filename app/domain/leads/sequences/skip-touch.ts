import { conflict, notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { isPendingTouch, type TouchStatus } from "#app/domain/leads/rules.ts";
import { cancelMessage } from "#app/domain/messaging/cancel-message.ts";
import type { Ctx } from "#db/context.ts";
import { lockEnrollment } from "./pause-enrollment.ts";
import { finishEnrollment } from "./sending/finish-enrollment.ts";

/** Leaves one planned touch out; the others stay. 404 for no such touch, 409 for one that is on its way or past. */
export async function skipTouch(ctx: Ctx, { touchId }: { touchId: string }): Promise<void> {
	authorize(ctx, "enrollments.change");
	const found = await ctx.db.selectFrom("touches").select("enrollment_id").where("id", "=", touchId).executeTakeFirst();
	if (!found) throw notFound("touch");
	await lockEnrollment(ctx, found.enrollment_id);
	const touch = await ctx.db
		.selectFrom("touches")
		.select(["lead_id", "status", "message_id", "position", "channel"])
		.where("id", "=", touchId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	if (touch.status === "skipped") return;
	if (!isPendingTouch(touch.status as TouchStatus)) throw conflict("This touch is no longer waiting.");
	const reason = `Skipped by ${ctx.actor.name}.`;
	await ctx.db
		.updateTable("touches")
		.set({ status: "skipped", status_at: ctx.now, reason })
		.where("id", "=", touchId)
		.execute();
	if (touch.message_id) await cancelMessage(ctx, { messageId: touch.message_id, reason });
	await ctx.record({
		name: "touch.skipped",
		subject: { type: "touch", id: touchId },
		...(touch.lead_id ? { parent: { type: "lead", id: touch.lead_id } } : {}),
		data: { position: touch.position, channel: touch.channel, reason },
	});
	await finishEnrollment(ctx, found.enrollment_id);
}
