import { describe, expect, test } from "vitest";
import { DEFAULT_SEQUENCE, SEQUENCE_REASON, TOUCH_VARIABLES } from "#app/domain/leads/default-sequence.ts";
import {
	canMoveLead,
	canMoveTouch,
	LEAD_CAUSES,
	LEAD_STATES,
	type LeadState,
	leadStateAfter,
	TOUCH_STATUS_OF_MESSAGE,
	TOUCH_STATUSES,
} from "#app/domain/leads/rules.ts";
import { MESSAGE_STATES, MESSAGE_TRANSITIONS } from "#app/domain/messaging/rules/message-states.ts";
import { planTouches } from "#app/domain/messaging/rules/send-window.ts";
import { smsSegments } from "#app/domain/messaging/rules/sms-segments.ts";
import { checkTemplate, renderTemplate, variablesOf } from "#app/domain/messaging/rules/template.ts";

describe("LEAD-8 lead states", () => {
	test("LEAD-8 the way from a new lead to a won one, each step by its cause", () => {
		const way: LeadState[] = ["new"];
		for (const cause of ["message-sent", "customer-replied", "appointment-booked", "order-completed"] as const) {
			way.push(leadStateAfter(way.at(-1)!, cause));
		}
		expect(way).toEqual(["new", "contacted", "engaged", "booked", "won"]);
	});

	test("LEAD-8 a message sent late takes no lead back, and nothing moves a won one", () => {
		for (const state of LEAD_STATES) {
			expect(leadStateAfter(state, "message-sent")).toBe(state === "new" ? "contacted" : state);
		}
		for (const cause of LEAD_CAUSES) expect(leadStateAfter("won", cause)).toBe("won");
		expect(leadStateAfter("booked", "customer-replied")).toBe("booked");
	});

	test("LEAD-8 a cancelled appointment reopens the lead, and a lost one that writes is back", () => {
		expect(leadStateAfter("booked", "appointment-cancelled")).toBe("engaged");
		expect(leadStateAfter("won", "appointment-cancelled")).toBe("won");
		expect(leadStateAfter("lost", "customer-replied")).toBe("engaged");
	});

	test("LEAD-8 nobody is booked by hand or made new again", () => {
		for (const state of LEAD_STATES) {
			expect(canMoveLead(state, "booked")).toBe(false);
			expect(canMoveLead(state, "new")).toBe(false);
			expect(canMoveLead(state, state)).toBe(false);
		}
		expect(canMoveLead("engaged", "lost")).toBe(true);
	});
});

describe("LEAD-5 touch statuses", () => {
	test("LEAD-5 every message state has its touch status", () => {
		expect(Object.keys(TOUCH_STATUS_OF_MESSAGE).sort()).toEqual([...MESSAGE_STATES].sort());
		for (const status of Object.values(TOUCH_STATUS_OF_MESSAGE)) expect(TOUCH_STATUSES).toContain(status);
	});

	test("LEAD-5 whatever a message does, its touch may follow", () => {
		for (const from of MESSAGE_STATES) {
			for (const to of MESSAGE_TRANSITIONS[from]) {
				const [before, after] = [TOUCH_STATUS_OF_MESSAGE[from], TOUCH_STATUS_OF_MESSAGE[to]];
				expect(before === after || canMoveTouch(before, after), `${from} to ${to}`).toBe(true);
			}
		}
	});
});

describe("LEAD-5 the sequence that ships", () => {
	const values = {
		"contact.firstName": "Alexandra",
		"vehicle.label": "2021 Toyota Tacoma TRD Off-Road",
		"service.name": "Ceramic window tint, full vehicle",
		"location.name": "Northside Auto Styling",
		"location.phone": "+1 503 555 0142",
		"organisation.name": "Northside Group",
		"chat.url": `https://app.northside.example/chat/${"x".repeat(43)}`,
	};

	test("LEAD-5 13 touches over 30 days, email and SMS in turn", () => {
		expect(DEFAULT_SEQUENCE).toHaveLength(13);
		DEFAULT_SEQUENCE.forEach((touch, index) => {
			expect(touch.channel).toBe(index % 2 === 0 ? "email" : "sms");
		});
		expect(DEFAULT_SEQUENCE[0]).toMatchObject({ minutes: 0 });
		expect(DEFAULT_SEQUENCE.at(-1)).toMatchObject({ day: 30 });
	});

	test("LEAD-5 every text passes the check, every SMS carries the link and every email has a subject and a button", () => {
		for (const touch of DEFAULT_SEQUENCE) {
			for (const text of [touch.body, touch.subject ?? "", SEQUENCE_REASON]) {
				expect(checkTemplate(text, TOUCH_VARIABLES)).toEqual([]);
				expect(text).not.toMatch(/!/);
			}
			if (touch.channel === "sms") expect(variablesOf(touch.body)).toContain("chat.url");
			else expect(touch.subject && touch.button).toBeTruthy();
		}
		expect(DEFAULT_SEQUENCE[1]?.body).toMatch(/Reply STOP to opt out/);
	});

	test("LEAD-5 an SMS stays within two segments of GSM-7 with long names and a long link", () => {
		for (const touch of DEFAULT_SEQUENCE.filter((one) => one.channel === "sms")) {
			const size = smsSegments(renderTemplate(touch.body, values, { escape: "line" }));
			expect(size).toMatchObject({ encoding: "GSM-7" });
			expect(size.segments).toBeLessThanOrEqual(2);
		}
	});

	test("LEAD-5 with nothing known of the customer the texts still read as sentences", () => {
		const known = { "location.name": "Northside", "organisation.name": "N", "chat.url": "https://x.example" };
		for (const touch of DEFAULT_SEQUENCE) {
			const text = renderTemplate(touch.body, known, { escape: "text" });
			expect(text).not.toMatch(/\{\{|\}\}| {2}| ,| \./);
		}
	});

	test("LEAD-5 planned for a shop, all 13 keep their order, inside the window, once a day and channel", () => {
		const zone = "America/New_York";
		const hours = [{ weekdays: [1, 2, 3, 4, 5], opens: "09:00", closes: "17:30" }];
		const window = { zone, hours, holidays: ["2026-11-26"], quietHours: null };
		const local = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
		for (let hour = 0; hour < 24 * 8; hour += 5) {
			const enrolledAt = Date.parse("2026-10-28T00:00:00Z") + hour * 3_600_000;
			const times = planTouches({ enrolledAt, touches: DEFAULT_SEQUENCE, window }).map((time) => time.sendAt!);
			expect(times).toEqual([...times].sort((a, b) => a - b));
			const days = times.map((at, index) => `${DEFAULT_SEQUENCE[index]?.channel} ${local.format(at)}`);
			expect(new Set(days).size).toBe(13);
			for (const at of times) {
				const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(
					at,
				);
				expect(clock >= "09:00" && clock < "17:30").toBe(true);
			}
			expect(times[12]! - enrolledAt).toBeLessThan(40 * 86_400_000);
		}
	});
});
