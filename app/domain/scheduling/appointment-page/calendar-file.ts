import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from "ical-generator";

/** One appointment as its calendar file tells it. Texts may come from strangers; they are made safe here. */
export type CalendarInvitation = {
	/** The appointment's id, the same in every file about it. A bare UUID serves as UID (RFC 7986, section 5.3). */
	appointmentId: string;
	/** `request` for the first file and for every change, `cancel` once it is off. */
	kind: "request" | "cancel";
	/** 0 first; higher with each change and with the cancellation, or clients ignore the file (RFC 5546, 2.1.4). */
	sequence: number;
	startsAt: Date;
	endsAt: Date;
	/** When this revision was made: DTSTAMP. */
	stampedAt: Date;
	title: string;
	description?: string | null;
	place?: string | null;
	/** The page on which the appointment can be moved or cancelled: http or https. */
	url?: string | null;
	/** Whoever answers of calendars go to. */
	organizer: { name: string; email: string };
	attendees: readonly { name?: string | null; email: string }[];
};

/** A file to attach. The METHOD stands in the content type too, without which mail clients show no invitation. */
export type CalendarFile = { filename: string; method: "REQUEST" | "CANCEL"; contentType: string; content: string };

/**
 * The .ics for an appointment, after RFC 5545 (format) and RFC 5546 (REQUEST, CANCEL, SEQUENCE). Times are in UTC, so
 * that no client has to know a zone's rules. Throws RangeError for addresses, links or numbers that cannot stand in it.
 */
export function calendarFile(invitation: CalendarInvitation): CalendarFile {
	check(invitation);
	const request = invitation.kind === "request";
	const method = request ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL;
	const calendar = ical({ method, prodId: { company: "Perigee", product: "Appointments", language: "EN" } });
	const event = calendar.createEvent({
		id: invitation.appointmentId,
		sequence: invitation.sequence,
		stamp: invitation.stampedAt,
		lastModified: invitation.stampedAt,
		start: invitation.startsAt,
		end: invitation.endsAt,
		summary: oneLine(invitation.title),
		status: request ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
		organizer: {
			name: displayName(invitation.organizer.name) || invitation.organizer.email,
			email: invitation.organizer.email,
		},
	});
	if (invitation.description) event.description(text(invitation.description));
	if (invitation.place) event.location(oneLine(invitation.place));
	if (invitation.url) event.url(webAddress(invitation.url));
	for (const attendee of invitation.attendees) {
		event.createAttendee({
			email: attendee.email,
			name: displayName(attendee.name ?? "") || attendee.email,
			role: ICalAttendeeRole.REQ,
			...(request ? { status: ICalAttendeeStatus.NEEDSACTION, rsvp: true } : {}),
		});
	}
	return {
		filename: request ? "appointment.ics" : "cancelled-appointment.ics",
		method,
		contentType: `text/calendar; charset=utf-8; method=${method}`,
		// The generator leaves out the line break after the last line, which RFC 5545 (3.1) asks for.
		content: `${calendar.toString()}\r\n`,
	};
}

const ADDRESS = /^[^\s@<>"(),:;[\\\]\p{Cc}]+@[^\s@<>"(),:;[\\\]\p{Cc}]+$/u;

function check(invitation: CalendarInvitation): void {
	// The UID, addresses and the link are written as they are: nothing that could end a line may get there.
	if (!/^[\w.-]{1,255}$/.test(invitation.appointmentId)) throw new RangeError("Not an id for a calendar file");
	if (!Number.isInteger(invitation.sequence) || invitation.sequence < 0) throw new RangeError("Not a sequence");
	if (!(invitation.endsAt > invitation.startsAt)) throw new RangeError("An appointment ends after it starts");
	for (const { email } of [invitation.organizer, ...invitation.attendees]) {
		if (email.length > 254 || !ADDRESS.test(email)) throw new RangeError("Not an address for a calendar file");
	}
}

function webAddress(url: string): string {
	const parsed = URL.parse(url);
	if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new RangeError("Not a link for a calendar file");
	return parsed.href;
}

/** A name without quotation marks: clients differ in how they read the escapes of RFC 6868. */
function displayName(name: string): string {
	return oneLine(name).replaceAll('"', "'");
}

function oneLine(value: string): string {
	return text(value).replace(/\s+/g, " ").trim();
}

/** Text without the control characters that RFC 5545 forbids, and without halves of characters; line breaks of any kind become \n, escaped later. */
function text(value: string): string {
	return value.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, "");
}
