import { cancelMessage } from "#app/domain/messaging/cancel-message.ts";
import { isStoppable, type MessageState } from "#app/domain/messaging/rules/message-states.ts";
import type { Ctx } from "#db/context.ts";

/** What is left of enrolments is cancelled; messages not handed to a provider yet are taken back. */
export async function endTouches(ctx: Ctx, { enrollmentIds, reason }: { enrollmentIds: string[]; reason: string }) {
	const waiting = await findUnsent(ctx, enrollmentIds);
	await ctx.db
		.updateTable("touches")
		.set({ status: "cancelled", status_at: ctx.now, reason })
		.where("enrollment_id", "in", enrollmentIds)
		.where("status", "in", ["scheduled", "held"])
		.execute();
	for (const touch of waiting) {
		await cancelMessage(ctx, { messageId: touch.message_id, reason });
		// A queued message's touch is on its way already; taken back, it was never sent.
		if (touch.status === "sending") {
			await ctx.db
				.updateTable("touches")
				.set({ status: "skipped", status_at: ctx.now, reason })
				.where("id", "=", touch.id)
				.execute();
		}
	}
}

/** Touches whose message can still be stopped. The message is locked, so that no sender takes it meanwhile. */
export async function findUnsent(
	ctx: Ctx,
	enrollmentIds: string[],
): Promise<{ id: string; status: string; message_id: string }[]> {
	const rows = await ctx.db
		.selectFrom("touches as t")
		.innerJoin("messages as m", (join) => join.onRef("m.org_id", "=", "t.org_id").onRef("m.id", "=", "t.message_id"))
		.select(["t.id", "t.status", "m.id as message_id", "m.state"])
		.where("t.enrollment_id", "in", enrollmentIds)
		.where("t.status", "in", ["scheduled", "held", "sending"])
		.forUpdate(["t", "m"])
		.execute();
	return rows.filter((row) => isStoppable(row.state as MessageState));
}
