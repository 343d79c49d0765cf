import { env } from "#app/base/env.ts";
import type { Appointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import type { AppointmentParty } from "#app/domain/scheduling/appointments/party-queries.ts";
import { type CalendarFile, calendarFile } from "./calendar-file.ts";

/**
 * The calendar file of an appointment as it stands: REQUEST while booked, CANCEL once it is off, with its sequence.
 * `url` is the page on which it can be moved; without one the file carries none.
 */
export function appointmentFile(
	appointment: Appointment,
	{ host, contact }: AppointmentParty,
	{ stampedAt, url }: { stampedAt: Date; url?: string | undefined },
): CalendarFile {
	return calendarFile({
		appointmentId: appointment.id,
		kind: appointment.state === "cancelled" ? "cancel" : "request",
		sequence: appointment.sequence,
		startsAt: appointment.startsAt,
		endsAt: appointment.endsAt,
		stampedAt,
		title: `${appointment.title} ${host.kind === "member" ? "with" : "at"} ${host.name}`,
		description: [url && `Move or cancel: ${url}`, host.phone && `Call ${host.name}: ${host.phone}`]
			.filter(Boolean)
			.join("\n"),
		// A member meets where the two agree; their name is no place.
		place: host.kind === "member" ? null : [host.name, host.address].filter(Boolean).join(", "),
		url: url ?? null,
		// Who sends the mail also organises, or mail clients show no invitation (RFC 6047, 2.3).
		organizer: { name: host.name, email: /<([^<>]+)>/.exec(env().MAIL_FROM)?.[1] ?? env().MAIL_FROM.trim() },
		attendees: contact.email ? [{ name: contact.name, email: contact.email }] : [],
	});
}
