import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import type { TimelineKind } from "#app/domain/crm/timeline/schema.ts";
import { listTimeline } from "#app/domain/crm/timeline/timeline-queries.ts";
import { textOf } from "#app/domain/events/say-event.ts";
import { createLead } from "#app/domain/leads/create-lead.ts";
import { moveLeadBy } from "#app/domain/leads/move-lead.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { makeLocation } from "#tests/support/leads.ts";
import { makeContact, queue } from "#tests/support/messaging.ts";

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

	test("CRM-6: an account's timeline is whole with more than 200 contacts: the oldest's entry is found by paging", async () => {
		const account = await insert("accounts", { name: "Big" });
		const people = Array.from({ length: 260 }, () => newId());
		await asActor(org.id, SYSTEM, async ({ db }) => {
			const rows = people.map((id) => ({ org_id: org.id, id, account_id: account.id }));
			await db.insertInto("contacts").values(rows).execute();
			const notes = people.map((id, index) => ({
				...{ org_id: org.id, id: newId(), subject_type: "contact" as const, subject_id: id },
				...{ body: `Note ${index}`, author_name: "Olive", happened_at: new Date(at(0).getTime() + index * 1_000) },
			}));
			await db.insertInto("notes").values(notes).execute();
		});
		const told: (string | null)[] = [];
		let older: string | null | undefined;
		do {
			const page = await words({ type: "account", id: account.id, kind: "notes" }, older ?? undefined);
			told.push(...page.entries.map((entry) => entry.text));
			older = page.older;
		} while (older);
		expect(told).toEqual(people.map((_, index) => `Note ${259 - index}`));
	});

	test("CRM-6: what happened with a contact, its lead and its chat follows it to another account, through merges, and deals alike", async () => {
		const [first, second] = [await insert("accounts", { name: "First" }), await insert("accounts", { name: "Second" })];
		const contact = await makeContact(org, { first_name: "Mo" });
		const locationId = await makeLocation(org);
		const lead = await insert("leads", { contact_id: contact.id, location_id: locationId, source: "api" });
		const note = { author_name: "Olive", happened_at: at(1) };
		await insert("notes", { ...note, subject_type: "contact", subject_id: contact.id, body: "On the contact" });
		await insert("notes", { ...note, subject_type: "lead", subject_id: lead.id, body: "On the lead" });
		await insert("tasks", { title: "On the task", subject_type: "lead", subject_id: lead.id });
		await insert("messages", {
			...{ contact_id: contact.id, channel: "sms", direction: "in", author_kind: "customer", state: "received" },
			body_text: "On the message",
		});
		await as(org, "user", (ctx) =>
			ctx.record({
				...{ name: "contact.changed", subject: { type: "contact", id: contact.id } },
				changes: { city: [null, "Chico"] },
			}),
		);
		const set = (id: string, values: Record<string, unknown>) =>
			asActor(org.id, SYSTEM, ({ db }) => db.updateTable("contacts").set(values).where("id", "=", id).execute());
		const tellsOf = async ({ id }: { id: string }) => {
			const { entries } = await words({ type: "account", id });
			return entries.map(({ text: said, source, sentence }) => said ?? `${source}: ${textOf(sentence)}`).length;
		};
		const counts = async () => [await tellsOf(first), await tellsOf(second)];
		expect(await counts()).toEqual([0, 0]);
		await set(contact.id, { account_id: first.id });
		expect(await counts()).toEqual([5, 0]);
		await set(contact.id, { account_id: second.id });
		expect(await counts()).toEqual([0, 5]);
		// Merged into somebody of the first account, and taken back.
		const survivor = await makeContact(org, { first_name: "Flo" });
		await set(survivor.id, { account_id: first.id });
		await set(contact.id, { merged_into: survivor.id, deleted_at: at(3) });
		expect(await counts()).toEqual([5, 0]);
		await set(survivor.id, { account_id: null });
		expect(await counts()).toEqual([0, 0]);
		await set(contact.id, { merged_into: null, deleted_at: null });
		expect(await counts()).toEqual([0, 5]);
		const deal = await asActor(org.id, SYSTEM, async ({ db }) => {
			const stage = await db.selectFrom("pipeline_stages").select(["id", "pipeline_id"]).executeTakeFirstOrThrow();
			const row = { org_id: org.id, id: newId(), name: "Fleet", pipeline_id: stage.pipeline_id, stage_id: stage.id };
			await db.insertInto("deals").values(row).execute();
			return row.id;
		});
		await insert("notes", { ...note, subject_type: "deal", subject_id: deal, body: "On the deal" });
		await asActor(org.id, SYSTEM, ({ db }) =>
			db.updateTable("deals").set({ account_id: first.id }).where("id", "=", deal).execute(),
		);
		expect(await counts()).toEqual([1, 5]);
	});

	test("CRM-6: what happened before entries carried their account takes it by the migration, in every organisation", async () => {
		const { owner } = house().database;
		const account = await insert("accounts", { name: "Long here" });
		const contact = await makeContact(org, { first_name: "Old" });
		await asActor(org.id, SYSTEM, ({ db }) =>
			db.updateTable("contacts").set({ account_id: account.id }).where("id", "=", contact.id).execute(),
		);
		const note = { author_name: "Olive", happened_at: at(1) };
		await insert("notes", { ...note, subject_type: "contact", subject_id: contact.id, body: "On the contact" });
		await insert("notes", { ...note, subject_type: "account", subject_id: account.id, body: "On the account" });
		await as(org, "user", (ctx) =>
			ctx.record({
				name: "tag.attached",
				subject: { type: "tag", id: newId() },
				parent: { type: "account", id: account.id },
			}),
		);
		const lines = async () => (await words({ type: "account", id: account.id })).lines;
		const before = await lines();
		expect(before).toHaveLength(3);
		for (const table of ["notes", "events", "messages", "tasks", "appointments"])
			await owner.query(`update ${table} set account_id = null`, []);
		await owner.query("update events set parent_account_id = null", []);
		expect(await lines()).toEqual([]);
		const [file] = readdirSync("db/migrations").filter((name) => name.startsWith("0329"));
		await owner.exec(`begin; ${readFileSync(`db/migrations/${file}`, "utf8")}; commit`);
		expect(await lines()).toEqual(before);
	});
});
