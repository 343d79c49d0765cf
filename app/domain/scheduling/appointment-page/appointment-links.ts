import { DAY } from "#app/base/time.ts";
import { createPublicLink } from "#app/domain/messaging/create-public-link.ts";
import type { Appointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import type { Ctx } from "#db/context.ts";

/** A link for one message; it lives a month longer than the appointment, so that an old mail still explains itself. */
export async function linkTo(ctx: Ctx, appointment: Appointment): Promise<string> {
	const { url } = await createPublicLink(ctx, {
		kind: "appointment",
		subjectId: appointment.id,
		contactId: appointment.contactId ?? undefined,
		expiresAt: new Date(appointment.endsAt.getTime() + 30 * DAY),
	});
	return url;
}

/** Whether the message of this key exists already: a second run then makes no second link for it. */
export async function isWritten(ctx: Ctx, dedupeKey: string): Promise<boolean> {
	const row = await ctx.db.selectFrom("messages").select("id").where("dedupe_key", "=", dedupeKey).executeTakeFirst();
	return row !== undefined;
}
