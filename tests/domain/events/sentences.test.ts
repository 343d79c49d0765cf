import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { authorOf } from "#app/domain/events/author.ts";
import { detailsOf } from "#app/domain/events/event-details.ts";
import { type EventLine, listEvents } from "#app/domain/events/event-queries.ts";
import { actorLabel } from "#app/domain/events/labels.ts";
import { EVENT_NAMES } from "#app/domain/events/names.ts";
import { sayEvent, textOf } from "#app/domain/events/say-event.ts";
import { nameSubjects } from "#app/domain/events/subject-names.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";

const LEAD = newId();
const CONTACT = newId();
const MEMBER = newId();
const READER = {
	zone: "America/Chicago",
	currency: "USD",
	names: {
		[LEAD]: { type: "lead", name: "Ann Miller" },
		[CONTACT]: { type: "contact", name: "Ann Miller" },
		[MEMBER]: { type: "member", name: "Olive Owner" },
	},
};

const event = (name: string, more: Partial<EventLine> = {}): EventLine => ({
	id: newId(),
	at: new Date("2026-11-21T15:00:00Z"),
	name,
	actor: { kind: "member", id: MEMBER, name: "Olive Owner" },
	subject: { type: "lead", id: LEAD },
	parent: null,
	changes: {},
	data: {},
	ip: null,
	userAgent: null,
	requestId: "r",
	...more,
});
const said = (one: EventLine) => textOf(sayEvent(one, READER));

const SENTENCES: [EventLine, string][] = [
	[
		event("lead.state-changed", { changes: { state: ["new", "won"] } }),
		"Olive Owner moved the lead Ann Miller from new to won.",
	],
	[
		event("appointment.moved", {
			subject: { type: "appointment", id: newId() },
			changes: { startsAt: ["2026-11-24T16:00:00.000Z", "2026-12-01T15:30:00.000Z"] },
			data: { title: "Chrome delete", contactId: CONTACT },
		}),
		"Olive Owner moved Chrome delete of Ann Miller from Tue 24 Nov 2026, 10:00 am CST to Tue 1 Dec 2026, 9:30 am CST.",
	],
	[
		event("touch.held", {
			actor: { kind: "system", id: null, name: "Sequence" },
			subject: { type: "touch", id: newId() },
			parent: { type: "lead", id: LEAD },
			data: { position: 2, channel: "sms", reason: "Sending of SMS is switched off." },
		}),
		"Perigee (sequence) held follow-up message 2 (SMS) to Ann Miller: Sending of SMS is switched off.",
	],
	[
		event("message.received", {
			actor: { kind: "customer", id: CONTACT, name: "Customer" },
			data: { channel: "chat", contactId: CONTACT },
		}),
		"Ann Miller wrote in the chat.",
	],
	[
		event("appointment.booked", {
			actor: { kind: "customer", id: CONTACT, name: "Customer" },
			subject: { type: "appointment", id: newId() },
			data: { title: "Chrome delete" },
		}),
		"Ann Miller booked Chrome delete.",
	],
	[
		event("message.sent", {
			actor: { kind: "customer", id: CONTACT, name: "Customer" },
			data: { channel: "chat", contactId: CONTACT, source: null },
		}),
		"The assistant wrote to Ann Miller in the chat.",
	],
	[
		event("message.suppressed", {
			actor: { kind: "customer", id: CONTACT, name: "Customer" },
			data: { channel: "sms", contactId: CONTACT, reason: "No consent." },
		}),
		"Perigee did not send the SMS to Ann Miller: No consent.",
	],
	[
		event("message.sent", {
			actor: { kind: "system", id: null, name: "Perigee" },
			data: { channel: "chat", contactId: CONTACT, author: "system" },
		}),
		"Perigee put a note in the chat with Ann Miller.",
	],
	[
		event("lead.state-changed", {
			actor: { kind: "system", id: null, name: "Sequence" },
			changes: { state: ["engaged", "booked"] },
			data: { cause: "appointment-booked" },
		}),
		"Perigee moved the lead Ann Miller from engaged to booked after the booking.",
	],
	[
		event("task.assigned", { data: { title: "Call" }, changes: { assignedTo: [null, MEMBER] } }),
		"Olive Owner gave the task Ann Miller to Olive Owner.",
	],
	[event("audit.exported", { data: { format: "csv" } }), "Olive Owner took a copy of the audit log along as csv."],
];

describe("an event as a sentence", () => {
	test.each(SENTENCES)("AUDIT-2 $name", (one, words) => expect(said(one)).toBe(words));

	test("AUDIT-2 every name has a sentence, with nothing of the code in it, whatever is known", () => {
		for (const name of Object.keys(EVENT_NAMES)) {
			const bare = said(event(name, { subject: { type: "thing", id: newId() } }));
			const full = said(event(name, { data: FULL, changes: { state: ["new", "won"], role: ["user", "admin"] } }));
			for (const words of [bare, full]) {
				expect(words, name).toMatch(/^[A-Z].{8,}[^.]\.$/s);
				expect(words, name).not.toMatch(/[{}[\]]|undefined|null|\b[0-9a-f]{8}-|[a-z][A-Z]| {2}/);
			}
		}
	});

	test("AUDIT-2 the assistant's words are the assistant's, whoever asked; a member's are the member's", () => {
		const by = (actor: EventLine["actor"], name: string, data: EventLine["data"]) =>
			actorLabel(authorOf({ name, actor, data }));
		const customer = { kind: "customer", id: CONTACT, name: "Customer" };
		const member = { kind: "member", id: MEMBER, name: "Olive Owner" };
		expect(by(customer, "message.sent", { channel: "chat", source: null })).toBe("assistant");
		expect(by(member, "message.sent", { channel: "chat", author: "assistant" })).toBe("assistant");
		expect(by(customer, "chat.answered", {})).toBe("assistant");
		expect(by(member, "message.sent", { channel: "chat", author: "system" })).toBe("Perigee itself");
		expect(by(member, "message.sent", { channel: "chat", source: "member" })).toBe("member");
		expect(by(customer, "lead.state-changed", { cause: "customer-replied" })).toBe("Perigee itself");
		expect(by(member, "lead.state-changed", {})).toBe("member");
		expect(by(customer, "message.received", { channel: "chat" })).toBe("customer");
	});

	test("AUDIT-2 names lead to their pages; what is gone leads nowhere", () => {
		const pieces = sayEvent(event("lead.changed"), READER);
		expect(pieces.filter(({ about }) => about)).toEqual([
			{ text: "Olive Owner", about: { type: "member", id: MEMBER } },
			{ text: "Ann Miller", about: { type: "lead", id: LEAD } },
		]);
		const gone = sayEvent(event("lead.changed", { subject: { type: "lead", id: newId() } }), READER);
		expect(textOf(gone)).toBe("Olive Owner changed the lead that is gone.");
	});

	test("AUDIT-2 details are fields in words, money with its currency, instants with their zone, and nothing empty", () => {
		const details = detailsOf(
			event("lead.changed", {
				changes: { valueCents: [null, 125_000], ownerId: [null, MEMBER], plannedAt: ["2026-07-01T15:00:00Z", null] },
				data: {
					model: null,
					list: [],
					contactId: CONTACT,
					latencyMs: 1_200,
					quietHours: { from: "21:00", to: "08:00" },
				},
			}),
			READER,
		).map(({ label, before, value }) => `${label}: ${before ? `${before.text} → ` : ""}${value.text}`);
		expect(details).toEqual([
			"Value: empty → $1,250.00",
			"Owner: empty → Olive Owner",
			"Planned for: Wed 1 Jul 2026, 10:00 am CDT → empty",
			"Customer: Ann Miller",
			"Took: 1,200 ms",
			"Quiet hours: from 21:00, to 08:00",
		]);
	});
});

const FULL = {
	title: "A title",
	name: "A name",
	email: "a@firm.test",
	role: "user",
	reason: "the reason",
	error: "the error",
	contactId: CONTACT,
	startsAt: "2026-11-24T16:00:00.000Z",
	channel: "email",
	position: 1,
	number: 2,
	queue: "a queue",
	count: 3,
	path: "/audit",
	before: "Old",
	after: "New",
	address: "a@firm.test",
	format: "csv",
	subject: "Estimate",
};

describe("the audit log of a busy firm", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});

	test("AUDIT-2 names are found in one query, of the own organisation only", async () => {
		const other = await makeOrg("Another firm");
		const [own, foreign] = [await leadOf(org), await leadOf(other)];
		const about = (leadId: string) => ({ name: "lead.changed", subject: { type: "lead", id: leadId } });
		await as(org, "user", (ctx) => ctx.recordMany([about(own.leadId), about(foreign.leadId)]));
		const names = await as(org, "admin", async (ctx) =>
			nameSubjects(ctx, (await listEvents(ctx, { name: "lead.changed" })).data),
		);
		expect(names[own.leadId]).toMatchObject({ type: "lead" });
		expect(names[foreign.leadId]).toBeUndefined();
		await expect(as(org, "user", (ctx) => nameSubjects(ctx, []))).rejects.toMatchObject({ status: 403 });
	});
});

async function leadOf(org: TestOrg) {
	return makeLead(org, { locationId: await makeLocation(org) });
}

test("AUDIT-2 words of strangers that every object knows are said as they are", () => {
	for (const word of ["constructor", "__proto__", "toString"]) {
		const one = event("lead.changed", { changes: { title: ["Oil", word] }, data: { [`${word}`]: word, city: word } });
		expect(said(event("lead.created", { data: { title: word } }))).toBe(
			`Olive Owner brought the lead Ann Miller: ${word}.`,
		);
		for (const { label, value } of detailsOf(one, READER)) {
			expect(typeof label).toBe("string");
			expect(value).toEqual({ text: word });
		}
	}
});
