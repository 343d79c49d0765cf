import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import type { TimelineKind } from "#app/domain/crm/timeline/schema.ts";
import { listTimeline } from "#app/domain/crm/timeline/timeline-queries.ts";
import { textOf } from "#app/domain/events/say-event.ts";
import { createLead } from "#app/domain/leads/create-lead.ts";
import { moveLeadBy } from "#app/domain/leads/move-lead.ts";
import { TimelinePart } from "#app/routes/crm/timeline/timeline-part.tsx";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { makeLocation } from "#tests/support/leads.ts";
import { makeContact, queue } from "#tests/support/messaging.ts";
import { render, text } from "#tests/ui/render.tsx";

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
});

const insert = (table: string, row: Record<string, unknown>, firm = org) =>
	asActor(firm.id, SYSTEM, ({ db }) =>
		db
			.insertInto(table as "notes")
			.values({ org_id: firm.id, id: newId(), ...row } as never)
			.returning("id")
			.executeTakeFirstOrThrow(),
	);

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute));

async function words(question: Parameters<typeof listTimeline>[1], before?: string) {
	const { entries, older } = await as(org, "viewer", (ctx) => listTimeline(ctx, question, before));
	return { older, entries, lines: entries.map((entry) => textOf(entry.sentence)) };
}

async function filled() {
	const contact = await makeContact(org, { first_name: "Ann", last_name: "Lee" });
	const locationId = await makeLocation(org);
	await insert("notes", {
		subject_type: "contact",
		subject_id: contact.id,
		kind: "call",
		body: "Wants chrome",
		minutes: 5,
		author_name: "Olive",
		happened_at: at(1),
	});
	await insert("notes", {
		subject_type: "contact",
		subject_id: contact.id,
		body: "Gone",
		author_name: "Olive",
		happened_at: at(2),
		deleted_at: at(3),
	});
	await insert("tasks", { title: "Call Ann", subject_type: "contact", subject_id: contact.id, created_at: at(4) });
	await insert("appointments", {
		...{ location_id: locationId, bay: 1, contact_id: contact.id, title: "Tint", starts_at: at(30), ends_at: at(59) },
		...{
			during: `[${at(30).toISOString()},${at(59).toISOString()})`,
			time_zone: "UTC",
			origin: "member",
			created_at: at(5),
		},
	});
	await queue(
		org,
		{
			contactId: contact.id,
			subject: "Your car",
			text: "See https://perigee.test/chat/abcdefghijabcdefghijabcdefghijabcdefghijabc now",
		},
		at(6),
	);
	await insert("messages", {
		...{
			contact_id: contact.id,
			channel: "sms",
			direction: "in",
			author_kind: "customer",
			author_name: "x",
			state: "received",
		},
		...{ body_text: "Yes please", created_at: at(7) },
	});
	const lead = await as(
		org,
		"user",
		(ctx) => createLead(ctx, { contactId: contact.id, locationId, source: "member", title: "Tint" }),
		at(8),
	);
	await as(org, "user", (ctx) => moveLeadBy(ctx, { leadId: lead.id, cause: "customer-replied", at: at(9) }), at(9));
	await as(
		org,
		"user",
		(ctx) =>
			ctx.record({
				name: "contact.changed",
				subject: { type: "contact", id: contact.id },
				changes: { stage: ["lead", "customer"] },
			}),
		at(10),
	);
	return { contact, locationId, lead };
}

describe("a contact's timeline", () => {
	test("CRM-6: tells every kind of thing that happened, newest first, and nothing twice", async () => {
		const { contact } = await filled();
		const { lines, entries } = await words({ type: "contact", id: contact.id });
		expect(lines[0]).toMatch(/^The user changed what is known about Ann Lee/);
		expect(entries[0]?.details).toMatchObject([{ label: "Stage" }]);
		for (const expected of [
			/noted a call of 5 minutes/,
			/^Task: Call Ann/,
			/^Appointment: Tint on/,
			/an email, which is held/,
			/^Ann Lee wrote by SMS/,
			/brought the lead/,
		]) {
			expect(
				lines.filter((line) => expected.test(line)),
				String(expected),
			).toHaveLength(1);
		}
		expect(lines.join("\n")).not.toMatch(/Gone|booked|raised the task/);
		expect(entries.map((entry) => entry.at)).toEqual(
			entries
				.map((entry) => entry.at)
				.toSorted()
				.reverse(),
		);
		expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
	});

	test("CRM-6: the customer's own links stand as words", async () => {
		const { contact } = await filled();
		const { entries } = await words({ type: "contact", id: contact.id, kind: "messages" });
		expect(JSON.stringify(entries)).toContain("(their chat link)");
		expect(JSON.stringify(entries)).not.toContain("abcdefghijabcdefghij");
	});

	test("CRM-6: is narrowed to a kind, and paged by key through all of it", async () => {
		const { contact } = await filled();
		const all = (await words({ type: "contact", id: contact.id })).entries;
		const kinds: TimelineKind[] = ["messages", "notes", "appointments", "tasks", "leads", "changes"];
		let sum = 0;
		for (const kind of kinds) {
			const { entries } = await words({ type: "contact", id: contact.id, kind });
			expect(entries.length, kind).toBeGreaterThan(0);
			sum += entries.length;
		}
		expect(sum).toBe(all.length);
		const paged: string[] = [];
		let before: string | undefined;
		for (let pages = 0; pages < 20; pages++) {
			const { entries, older } = await words({ type: "contact", id: contact.id, limit: 2 }, before);
			paged.push(...entries.map((entry) => entry.id));
			if (!older) break;
			before = older;
		}
		expect(paged).toEqual(all.map((entry) => entry.id));
	});

	test("CRM-6: many things of one instant are paged without loss", async () => {
		const contact = await makeContact(org);
		for (let n = 0; n < 7; n++)
			await insert("notes", {
				subject_type: "contact",
				subject_id: contact.id,
				body: `n${n}`,
				author_name: "O",
				happened_at: at(1),
			});
		await house().database.owner.query(
			"update notes set happened_at = happened_at + interval '1 microsecond' where body in ('n1', 'n3')",
		);
		const seen: string[] = [];
		let before: string | undefined;
		do {
			const { entries, older } = await words({ type: "contact", id: contact.id, limit: 3 }, before);
			seen.push(...entries.map(({ text }) => text ?? ""));
			before = older ?? undefined;
		} while (before);
		expect(seen.toSorted()).toEqual(["n0", "n1", "n2", "n3", "n4", "n5", "n6"]);
	});

	test("CRM-6: what belonged to a contact that was merged into this one shows too", async () => {
		const kept = await makeContact(org);
		const first = await makeContact(org, { merged_into: kept.id, deleted_at: at(0).toISOString() });
		const second = await makeContact(org, { merged_into: first.id, deleted_at: at(0).toISOString() });
		await insert("notes", { subject_type: "contact", subject_id: first.id, body: "of the first", author_name: "O" });
		await insert("notes", { subject_type: "contact", subject_id: second.id, body: "of the second", author_name: "O" });
		const { entries } = await words({ type: "contact", id: kept.id, kind: "notes" });
		expect(entries.map(({ text }) => text).toSorted()).toEqual(["of the first", "of the second"]);
	});

	test("CRM-6: another organisation's is empty, and an address that cannot be read is its first page", async () => {
		const { contact } = await filled();
		const theirs = await asActor(other.id, SYSTEM, async () => undefined).then(() =>
			as(other, "owner", (ctx) => listTimeline(ctx, { type: "contact", id: contact.id })),
		);
		expect(theirs).toEqual({ entries: [], older: null });
		const { entries } = await words({ type: "contact", id: contact.id }, "99999999999999999999_x");
		expect(entries.length).toBeGreaterThan(5);
		expect((await words({ type: "contact", id: "no-id" })).entries).toEqual([]);
	});
});

describe("an account's timeline", () => {
	test("CRM-6: tells of its contacts too, whom a change is about, and each event once", async () => {
		const account = await insert("accounts", { name: "Lee & Sons" });
		const contact = await makeContact(org, { account_id: account.id, first_name: "Bo", last_name: "Lee" });
		await insert("notes", { subject_type: "contact", subject_id: contact.id, body: "Hi", author_name: "O" });
		await as(org, "user", (ctx) =>
			ctx.record({
				name: "contact.changed",
				subject: { type: "contact", id: contact.id },
				parent: { type: "account", id: account.id },
				changes: { city: [null, "Chico"] },
			}),
		);
		await as(org, "user", (ctx) =>
			ctx.record({
				name: "account.changed",
				subject: { type: "account", id: account.id },
				changes: { city: [null, "Chico"] },
			}),
		);
		const { lines } = await words({ type: "account", id: account.id });
		expect(lines).toHaveLength(3);
		expect(lines.join("\n")).toMatch(/wrote a note about Bo Lee/);
	});

	test("CRM-6: an account of more than 200 contacts says that its timeline tells of the newest alone; a smaller one does not", async () => {
		const account = await insert("accounts", { name: "Big" });
		const people = (count: number) =>
			asActor(org.id, SYSTEM, ({ db }) =>
				db
					.insertInto("contacts")
					.values(Array.from({ length: count }, () => ({ org_id: org.id, id: newId(), account_id: account.id })))
					.execute(),
			);
		const cuts = async () =>
			(await as(org, "viewer", (ctx) => listTimeline(ctx, { type: "account", id: account.id }))).cuts;
		await people(200);
		expect(await cuts()).toBeUndefined();
		await people(1);
		expect(await cuts()).toEqual([{ noun: "contacts", most: 200 }]);
		const part = createElement(TimelinePart, {
			...{ type: "account", id: account.id, kind: "all" },
			timeline: { entries: [], older: null, cuts: (await cuts())! },
		});
		expect(text(await render(part))).toContain("what happened with its 200 newest contacts is told here");
	});
});
