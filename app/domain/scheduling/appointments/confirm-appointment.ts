import { HOUR } from "#app/base/time.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import { appointmentFile } from "#app/domain/scheduling/appointment-page/appointment-file.ts";
import { isWritten, linkTo } from "#app/domain/scheduling/appointment-page/appointment-links.ts";
import { remindAppointmentJob } from "#app/domain/scheduling/jobs.ts";
import { type Confirmation, confirmationTexts } from "#app/domain/scheduling/rules/texts.ts";
import type { Ctx } from "#db/context.ts";
import { type Appointment, findAppointment, lockAppointment } from "./appointment-queries.ts";
import { confirmationKey } from "./notice-keys.ts";
import { type AppointmentParty, findParty } from "./party-queries.ts";

const KINDS: Record<string, Confirmation> = {
	"appointment.booked": "booked",
	"appointment.moved": "moved",
	"appointment.cancelled": "cancelled",
};

/**
 * Follows one event of an appointment: an email with its calendar file and an SMS, each with a link to the
 * appointment, then the reminders. Of an appointment that was changed again meanwhile the later event speaks. Running
 * twice sends once: a message is known by appointment, sequence and channel.
 */
export async function confirmAppointment(ctx: Ctx, eventId: string): Promise<void> {
	const event = await ctx.db
		.selectFrom("events")
		.select(["name", "subject_id", "data", "actor_kind", "at"])
		.where("id", "=", eventId)
		.executeTakeFirst();
	const kind = event && KINDS[event.name];
	if (!event || !kind) return;
	if (!(await findAppointment(ctx, event.subject_id))) return;
	// Under its lock: who moves it at this instant withdraws what is written here, or is seen here.
	const appointment = await lockAppointment(ctx, event.subject_id);
	if (!appointment.contactId || appointment.origin === "shop") return;
	const told = (event.data as { sequence?: number }).sequence ?? 0;
	if (appointment.sequence !== told || appointment.startsAt <= ctx.now) return;
	const party = await findParty(ctx, appointment);
	if (!party) return;
	// What the customer did themself is answered while they wait; what was done for them keeps to quiet hours.
	const answersAt = event.actor_kind === "customer" ? event.at : undefined;
	for (const channel of ["email", "sms"] as const)
		await confirmBy(ctx, channel, { kind, appointment, party, answersAt });
	if (kind !== "cancelled") await planReminders(ctx, appointment);
}

type Confirmed = {
	kind: Confirmation;
	appointment: Appointment;
	party: AppointmentParty;
	answersAt: Date | undefined;
};

async function confirmBy(
	ctx: Ctx,
	channel: "email" | "sms",
	{ kind, appointment, party, answersAt }: Confirmed,
): Promise<void> {
	if (!(channel === "email" ? party.contact.email : party.contact.phone)) return;
	const dedupeKey = confirmationKey(appointment, channel);
	if (await isWritten(ctx, dedupeKey)) return;
	const url = await linkTo(ctx, appointment);
	const texts = confirmationTexts(kind, appointment, party, url);
	const common = {
		...(appointment.conversationId ? { conversationId: appointment.conversationId } : {}),
		contactId: party.contact.id,
		...(appointment.leadId ? { leadId: appointment.leadId } : {}),
		...(appointment.locationId ? { locationId: appointment.locationId } : {}),
		channel,
		purpose: "confirmation" as const,
		dedupeKey,
		answersAt,
		author: { kind: "system" as const, name: party.host.name },
	};
	if (channel === "sms") {
		await queueMessage(ctx, { ...common, text: texts.sms });
		return;
	}
	const { filename, method, content } = appointmentFile(appointment, party, { stampedAt: appointment.updatedAt, url });
	await queueMessage(ctx, {
		...common,
		subject: texts.subject,
		text: texts.email,
		button: { label: kind === "cancelled" ? "See appointment" : "See, move or cancel", url },
		calendar: { filename, method, content },
	});
}

async function planReminders(ctx: Ctx, { id, sequence, startsAt }: Appointment): Promise<void> {
	for (const [before, hours] of [
		["day", 24],
		["hours", 2],
	] as const) {
		const after = new Date(startsAt.getTime() - hours * HOUR);
		if (after <= ctx.now) continue;
		await ctx.enqueue(remindAppointmentJob, { orgId: ctx.org, appointmentId: id, sequence, before }, { after });
	}
}
