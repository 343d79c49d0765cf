import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { type CalendarInvitation, calendarFile } from "#app/domain/scheduling/appointment-page/calendar-file.ts";

const invitation: CalendarInvitation = {
	appointmentId: "0199f3a0-5f4e-7c11-8a55-2f5d9f6f0a10",
	kind: "request",
	sequence: 0,
	startsAt: new Date("2026-11-26T23:00:00Z"),
	endsAt: new Date("2026-11-27T00:30:00Z"),
	stampedAt: new Date("2026-11-21T09:00:00Z"),
	title: "Window tint, 2021 Toyota Tacoma",
	description: "Bring the key.\nMove or cancel: https://shop.example/a/1",
	place: "Downtown, 12 Main St; Bay 2",
	url: "https://shop.example/a/1",
	organizer: { name: "Northside Auto Styling", email: "bookings@shop.example" },
	attendees: [{ name: "Dana O'Neil", email: "dana.o'neil@mail.example" }],
};

function read(content: string) {
	const calendar = new ICAL.Component(ICAL.parse(content));
	const events = calendar.getAllSubcomponents("vevent");
	expect(events).toHaveLength(1);
	return { calendar, component: events[0]!, event: new ICAL.Event(events[0]!) };
}

describe("LEAD-7 calendar files", () => {
	test("LEAD-7 a request says who, when in UTC, and asks for an answer", () => {
		const file = calendarFile(invitation);
		expect(file).toMatchObject({ method: "REQUEST", contentType: "text/calendar; charset=utf-8; method=REQUEST" });
		const { calendar, component, event } = read(file.content);
		expect(calendar.getFirstPropertyValue("method")).toBe("REQUEST");
		expect(calendar.getFirstPropertyValue("version")).toBe("2.0");
		expect(event.uid).toBe(invitation.appointmentId);
		expect(event.sequence).toBe(0);
		expect(event.summary).toBe(invitation.title);
		expect(event.description).toBe(invitation.description);
		expect(event.location).toBe(invitation.place);
		expect(event.startDate.toString()).toBe("2026-11-26T23:00:00Z");
		expect(event.endDate.toString()).toBe("2026-11-27T00:30:00Z");
		expect(String(component.getFirstPropertyValue("dtstamp"))).toBe("2026-11-21T09:00:00Z");
		expect(component.getFirstPropertyValue("status")).toBe("CONFIRMED");
		expect(component.getFirstPropertyValue("url")).toBe(invitation.url);
		expect(String(event.organizer).toLowerCase()).toBe("mailto:bookings@shop.example");
		const attendee = event.attendees[0]!;
		expect(String(attendee.getFirstValue()).toLowerCase()).toBe("mailto:dana.o'neil@mail.example");
		expect(attendee.getParameter("rsvp")).toBe("TRUE");
		expect(attendee.getParameter("partstat")).toBe("NEEDS-ACTION");
		expect(attendee.getParameter("cn")).toBe("Dana O'Neil");
	});

	test("LEAD-7 a change keeps the UID with a higher sequence, and a cancellation says so twice", () => {
		const moved = read(calendarFile({ ...invitation, sequence: 1 }).content);
		expect([moved.event.uid, moved.event.sequence]).toEqual([invitation.appointmentId, 1]);
		const file = calendarFile({ ...invitation, kind: "cancel", sequence: 2 });
		expect(file.contentType).toBe("text/calendar; charset=utf-8; method=CANCEL");
		const gone = read(file.content);
		expect(gone.calendar.getFirstPropertyValue("method")).toBe("CANCEL");
		expect(gone.component.getFirstPropertyValue("status")).toBe("CANCELLED");
		expect([gone.event.uid, gone.event.sequence]).toEqual([invitation.appointmentId, 2]);
		expect(gone.event.attendees[0]!.getParameter("rsvp")).toBeFalsy();
	});

	test("LEAD-7 lines end in CRLF and hold at most 75 octets, whatever the alphabet", () => {
		const title = `${"Überholung Größe 7 — 修理 🚗 ".repeat(20)}`;
		const { content } = calendarFile({ ...invitation, title, attendees: [{ name: title, email: "a@b.example" }] });
		expect(content.endsWith("END:VCALENDAR\r\n")).toBe(true);
		expect(content.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
		for (const line of content.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
		expect(read(content).event.summary).toBe(title.trim());
	});

	test.each(["\r\n", "\n", "\r", "\u2028", "\u0085", "\\n", '"\r\n'])(
		"LEAD-7 a name with a line break (%j) adds no line and no attendee",
		(lineBreak) => {
			const evil = `Eve${lineBreak}ATTENDEE:mailto:all@victim.example${lineBreak}BEGIN:VALARM;x=":,\u0007`;
			const { content } = calendarFile({
				...invitation,
				title: evil,
				description: evil,
				place: evil,
				organizer: { name: evil, email: "bookings@shop.example" },
				attendees: [{ name: evil, email: "eve@mail.example" }],
			});
			const { component, event } = read(content);
			expect(event.attendees).toHaveLength(1);
			expect(component.getAllSubcomponents()).toHaveLength(0);
			expect(event.summary).not.toMatch(/\n/);
			const lines = content.replaceAll("\r\n ", "").split("\r\n");
			expect(lines.filter((line) => /^(ATTENDEE|BEGIN)/.test(line))).toHaveLength(3);
			expect(content).not.toMatch(/[^\P{Cc}\r\n\t]/u);
		},
	);

	test("LEAD-7 addresses, links and ids that could break a line are refused", () => {
		for (const email of ["a@b.example\r\nX:1", "a b@c.example", "a@b,c@d.example", "nobody", "<a@b.example>"]) {
			expect(() => calendarFile({ ...invitation, attendees: [{ email }] })).toThrow(RangeError);
			expect(() => calendarFile({ ...invitation, organizer: { name: "x", email } })).toThrow(RangeError);
		}
		expect(() => calendarFile({ ...invitation, url: "javascript:alert(1)" })).toThrow(RangeError);
		expect(calendarFile({ ...invitation, url: "https://x.example/a\r\nX-EVIL:1" }).content).not.toMatch(/^X-EVIL/m);
		expect(() => calendarFile({ ...invitation, appointmentId: "a\r\nb" })).toThrow(RangeError);
		expect(() => calendarFile({ ...invitation, sequence: -1 })).toThrow(RangeError);
		expect(() => calendarFile({ ...invitation, endsAt: invitation.startsAt })).toThrow(RangeError);
	});
});
