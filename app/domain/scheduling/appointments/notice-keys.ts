import { withdrawMessages } from "#app/domain/messaging/withdraw-messages.ts";
import type { Ctx } from "#db/context.ts";
import type { Appointment } from "./appointment-queries.ts";

type Revision = Pick<Appointment, "id" | "sequence">;
type Channel = "email" | "sms";

/** The one confirmation of an appointment as it stood at a sequence, by a channel. */
export function confirmationKey({ id, sequence }: Revision, channel: Channel): string {
	return `appointment ${id} ${sequence} ${channel}`;
}

/** The one reminder of it, a day or two hours before. */
export function reminderKey({ id, sequence }: Revision, before: "day" | "hours", channel: Channel): string {
	return `appointment ${id} ${sequence} ${before} ${channel}`;
}

/**
 * Takes back what still waits in the outbox about an appointment as it stood until now: its confirmation and its
 * reminders tell a time that no longer holds. `revision` is the one before the change.
 */
export async function withdrawNotices(ctx: Ctx, revision: Revision, change: "moved" | "cancelled"): Promise<void> {
	const dedupeKeys = (["email", "sms"] as const).flatMap((channel) => [
		confirmationKey(revision, channel),
		reminderKey(revision, "day", channel),
		reminderKey(revision, "hours", channel),
	]);
	const reason = {
		moved: "The appointment was moved, so this time no longer holds.",
		cancelled: "The appointment was cancelled before this was sent.",
	}[change];
	await withdrawMessages(ctx, { dedupeKeys, reason });
}
