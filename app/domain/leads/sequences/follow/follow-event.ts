import type { Ctx } from "#db/context.ts";
import { followAppointment } from "./follow-appointment.ts";
import { followMessage } from "./follow-message.ts";
import { followOptOut } from "./follow-opt-out.ts";
import { followReply } from "./follow-reply.ts";

/**
 * Brings leads and touches up to date after an event. It names what changed; how that stands is read from its rows,
 * so events may come late, twice and in any order.
 */
export async function followEvent(ctx: Ctx, eventId: string): Promise<void> {
	const event = await ctx.db
		.selectFrom("events")
		.select(["name", "subject_id", "at", "data"])
		.where("id", "=", eventId)
		.executeTakeFirst();
	if (!event) return;
	if (event.name === "message.received") return followReply(ctx, event.subject_id);
	if (event.name.startsWith("message.")) return followMessage(ctx, event.subject_id);
	if (event.name.startsWith("appointment.")) return followAppointment(ctx, event.subject_id);
	if (event.name === "suppression.added") return followOptOut(ctx, event.subject_id);
}
