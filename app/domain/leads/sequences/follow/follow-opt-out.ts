import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import type { Ctx } from "#db/context.ts";

/** A contact asked for no more messages, on whichever channel: every sequence of theirs stops. */
export async function followOptOut(ctx: Ctx, contactId: string): Promise<void> {
	await stopEnrollments(ctx, { contactId, reason: "opted-out" });
}
