import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { linkRecords } from "#app/domain/crm/links/link-records.ts";
import { addNote } from "#app/domain/crm/notes/add-note.ts";
import { RECORD_TYPES, RELATED_PAGE, type RecordType } from "#app/domain/crm/records/schema.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { NotesPart } from "#app/routes/crm/records/parts/notes-part.tsx";
import { RelatedParts } from "#app/routes/crm/records/parts/related-parts.tsx";
import { TasksPart } from "#app/routes/crm/records/parts/tasks-part.tsx";
import { house } from "#db/context.ts";
import { listAt } from "#tests/domain/crm/lists/places.ts";
import { KINDS } from "#tests/domain/crm/records/record-samples.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLocation } from "#tests/support/leads.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { render, tags } from "#tests/ui/render.tsx";
import { PAGES } from "./pages.ts";

/** More of each thing than a page lists. */
const MANY = RELATED_PAGE + 5;

describe("CRM-1: what the page of a record asks the database", () => {
	let org: TestOrg;
	let cookie: string;
	const ids = {} as Record<RecordType, string>;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookie = await cookieOf(org, "user");
		const { id: accountId } = await as(org, "user", (ctx) => KINDS.account.create(ctx, { name: "Acme" }));
		const { id: contactId } = await as(org, "user", (ctx) =>
			KINDS.contact.create(ctx, { firstName: "Ann", email: "ann@x.test", phone: "+12065550123", accountId }),
		);
		Object.assign(ids, { account: accountId, contact: contactId });
		for (const type of ["deal", "project"] as const) {
			ids[type] = (await as(org, "user", (ctx) => KINDS[type].create(ctx, { name: "One", accountId, contactId }))).id;
		}
		const place = await makeLocation(org);
		for (let count = 0; count < MANY; count++) await addOneOfEach(place);
		// The insight and the score that the first look would ask for are there.
		for (const type of RECORD_TYPES) await look(type);
		await runJobs(new Date(), 3);
	}, 180_000);

	async function addOneOfEach(place: string): Promise<void> {
		const { account: accountId, contact: contactId } = ids;
		await as(org, "user", async (ctx) => {
			for (const type of ["deal", "project"] as const)
				await KINDS[type].create(ctx, { name: "More", accountId, contactId });
			const other = await KINDS.contact.create(ctx, { firstName: "Ben", accountId });
			for (const type of RECORD_TYPES) {
				const of = { type, id: ids[type] };
				await addNote(ctx, { ...of, kind: "note", body: "Written" });
				await createTask(ctx, { title: "To do", subject: of });
				await tagRecord(ctx, { ...of, tag: `Tag ${other.id}` });
				await linkRecords(ctx, { from: of, to: { type: "contact", id: other.id }, label: "knows" });
			}
		});
		const { owner } = house().database;
		await owner.query(
			"insert into leads (org_id, id, contact_id, location_id, source, title) values ($1, $2, $3, $4, 'api', 'Asks')",
			[org.id, newId(), contactId, place],
		);
		await owner.query(
			`insert into appointments (org_id, id, location_id, contact_id, title, starts_at, ends_at, during, time_zone, state, origin)
			values ($1, $2, $3, $4, 'Met', now(), now() + interval '1 hour', tstzrange(now(), now() + interval '1 hour'), 'UTC', 'cancelled', 'member')`,
			[org.id, newId(), place, contactId],
		);
		await owner.query(
			"insert into messages (org_id, id, contact_id, channel, direction, author_kind, state) values ($1, $2, $3, 'sms', 'in', 'customer', 'received')",
			[org.id, newId(), contactId],
		);
	}

	const look = (type: RecordType, query = "") =>
		PAGES[type].show.loader(argsFor({ cookie, path: `/${type}s/${ids[type]}${query}`, params: { id: ids[type] } }));

	test.each(RECORD_TYPES)(
		"CRM-1: a %s with much that hangs on it is read in three queries, the session among them",
		async (type) => {
			let seen: Awaited<ReturnType<typeof look>> | undefined;
			const asked = await statementsOf(async () => {
				seen = await look(type);
			});
			const { related } = seen!.shown;
			expect([related.tasks.length, related.notes.length]).toEqual([RELATED_PAGE + 1, RELATED_PAGE + 1]);
			expect(related.links).toHaveLength(MANY);
			expect(related.tags).toHaveLength(MANY);
			expect(seen!.more.timeline.entries.length).toBeGreaterThan(RELATED_PAGE);
			expect(seen!.more.signs?.insight ? "told" : "none").toBe(
				type === "contact" || type === "account" ? "told" : "none",
			);
			expect(asked, asked.join("\n\n")).toHaveLength(3);
		},
	);

	test.each(RECORD_TYPES)(
		"CRM-1: a %s of which a field is edited in its place is read in three queries too",
		async (type) => {
			const field = type === "contact" || type === "account" ? "ownerId" : "accountId";
			let choices: unknown;
			const asked = await statementsOf(async () => {
				({ choices } = (await look(type, `?edit=${field}`)).shown);
			});
			expect(choices).toMatchObject({ members: expect.any(Object), accounts: { isWhole: true } });
			expect(asked, asked.join("\n\n")).toHaveLength(3);
		},
	);

	test("CRM-7: whoever opens a record without an insight asks for it, and reads no more than others", async () => {
		const { id } = await as(org, "user", (ctx) => KINDS.contact.create(ctx, { firstName: "Cid" }));
		const asked = await statementsOf(() =>
			PAGES.contact.show.loader(argsFor({ cookie, path: `/contacts/${id}`, params: { id } })),
		);
		const writes = asked.filter((text) => /\binsert into\b/i.test(text));
		expect(writes).toHaveLength(2);
		expect(asked.length - writes.length, asked.join("\n\n")).toBe(3);
	});

	test.each(["contact", "account"] as const)(
		"CRM-1: what is listed of a %s leads to all of it, in the lists narrowed to it or in its timeline",
		async (type) => {
			const { shown } = await look(type);
			const parts = [RelatedParts, NotesPart, TasksPart].map((part) => createElement(part, { key: part.name, shown }));
			const html = await render(createElement("div", {}, parts));
			const all = tags(html, "a").filter(({ href }) => href && /[?&](f|kind)=/.test(href));
			const addresses = all.map(({ href }) => href!.replaceAll("&amp;", "&"));
			const column = type === "account" ? "company" : "contact";
			const lists = type === "account" ? (["contact", "deal", "project"] as const) : (["deal", "project"] as const);
			const story = (kind: string) => `/${type}s/${ids[type]}?kind=${kind}#what-happened`;
			const told = type === "account" ? ["notes", "tasks"] : ["leads", "appointments", "notes", "tasks"];
			expect(addresses.toSorted()).toEqual(
				[...lists.map((each) => `/${each}s?f=${column}.is.${ids[type]}`), ...told.map(story)].toSorted(),
			);
			for (const each of lists) {
				const list = await listAt(org, each, `f=${column}.is.${ids[type]}`);
				// The record that was made with it, or the contact itself, and the many.
				expect(list.count.value, each).toBe(MANY + 1);
			}
		},
	);

	test("CRM-2: deals and projects are narrowed to a contact by name, and to those without one", async () => {
		const { id: accountId } = await as(org, "user", (ctx) => KINDS.account.create(ctx, { name: "Alone" }));
		for (const type of ["deal", "project"] as const) {
			const { id } = await as(org, "user", (ctx) => KINDS[type].create(ctx, { name: "Without", accountId }));
			expect((await listAt(org, type, "f=contact.begins.an")).count.value).toBe(MANY + 1);
			expect((await listAt(org, type, "f=contact.contains.zz")).count.value).toBe(0);
			const alone = await listAt(org, type, "f=contact.empty&columns=contact");
			expect([alone.count.value, alone.rows[0]?.[0]]).toEqual([1, id]);
			const { rows } = await listAt(org, type, "f=contact.filled&columns=contact");
			expect(rows[0]?.at(3)).toBe("Ann");
		}
	});
});
