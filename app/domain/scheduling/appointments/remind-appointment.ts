import { HOUR } from "#app/base/time.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import { isWritten, linkTo } from "#app/domain/scheduling/appointment-page/appointment-links.ts";
import { reminderTexts, worthReminding } from "#app/domain/scheduling/rules/texts.ts";
import type { Ctx } from "#db/context.ts";
import { findAppointment, lockAppointment } from "./appointment-queries.ts";
import { reminderKey } from "./notice-keys.ts";
import { findParty } from "./party-queries.ts";

/**
 * Reminds of an appointment, if it still stands as it did when the reminder was planned: not cancelled, not moved, not
 * begun. By SMS where there is a number, else by email; the day before by email as well.
 */
export async function remindAppointment(
	ctx: Ctx,
	input: { appointmentId: string; sequence: number; before: "day" | "hours" },
): Promise<void> {
	if (!(await findAppointment(ctx, input.appointmentId))) return;
	// Under its lock: who moves it at this instant withdraws what is written here, or is seen here.
	const appointment = await lockAppointment(ctx, input.appointmentId);
	if (!appointment.contactId || appointment.state !== "booked" || appointment.sequence !== input.sequence) return;
	const left = appointment.startsAt.getTime() - ctx.now.getTime();
	// A worker that was away for hours does not remind a day ahead of what begins soon: the second reminder does.
	if (left <= 0 || (input.before === "day" && left < 3 * HOUR)) return;
	if (!worthReminding(input.before, appointment.startsAt, appointment.timeZone)) return;
	const party = await findParty(ctx, appointment);
	if (!party) return;
	const { email, phone } = party.contact;
	const channels = [
		...(phone ? (["sms"] as const) : []),
		...(email && (!phone || input.before === "day") ? (["email"] as const) : []),
	];
	for (const channel of channels) {
		const dedupeKey = reminderKey(appointment, input.before, channel);
		if (await isWritten(ctx, dedupeKey)) continue;
		const url = await linkTo(ctx, appointment);
		const texts = reminderTexts(appointment, party, url);
		await queueMessage(ctx, {
			...(appointment.conversationId ? { conversationId: appointment.conversationId } : {}),
			contactId: party.contact.id,
			...(appointment.leadId ? { leadId: appointment.leadId } : {}),
			...(appointment.locationId ? { locationId: appointment.locationId } : {}),
			channel,
			purpose: "reminder",
			dedupeKey,
			author: { kind: "system", name: party.host.name },
			...(channel === "sms"
				? { text: texts.sms }
				: { subject: texts.subject, text: texts.email, button: { label: "See, move or cancel", url } }),
		});
	}
}
