import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { FOUND_KINDS } from "#app/domain/analytics/search/found.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { searchStatement } from "#app/domain/analytics/search/search-statement.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { listTasks } from "#app/domain/crm/tasks/task-list-queries.ts";
import { readableBy } from "#app/domain/knowledge/collections/readable.ts";
import { house, type Role } from "#db/context.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";

let org: TestOrg;
beforeAll(async () => void (await openTestHouse()));
beforeEach(async () => {
	org = await makeOrg();
});

const find = (q: string, role: Role = "viewer", of = org) => as(of, role, (ctx) => searchEverything(ctx, q));
const kindsOf = async (q: string, role?: Role, of?: TestOrg) => (await find(q, role, of)).map(({ kind }) => kind);

async function addPerson(firstName = "Annette", lastName = "Kramer", of = org) {
	return as(of, "user", (ctx) => createContact(ctx, { firstName, lastName, email: `${newId()}@example.com` }));
}

/** A conversation of a person, with what they wrote. */
async function addConversation(contactId: string, text: string, of = org): Promise<string> {
	const id = newId();
	await as(of, "user", async ({ db }) => {
		const shared = { org_id: of.id, contact_id: contactId };
		await db
			.insertInto("conversations")
			.values({ ...shared, id, subject: "Web chat", last_message_at: new Date() })
			.execute();
		await db
			.insertInto("messages")
			.values({
				...shared,
				...{ id: newId(), conversation_id: id, channel: "chat", direction: "in", author_kind: "customer" },
				...{ state: "received", body_text: text },
			})
			.execute();
	});
	return id;
}

async function addDocument(title: string, visibility: "all" | "roles" = "all", of = org): Promise<string> {
	const id = newId();
	await as(of, "owner", async ({ db }) => {
		const collection = newId();
		await db
			.insertInto("collections")
			.values({
				org_id: of.id,
				id: collection,
				name: `C ${collection}`,
				visibility,
				roles: visibility === "roles" ? ["admin"] : [],
			})
			.execute();
		await db.insertInto("documents").values({ org_id: of.id, id, title, collection_id: collection }).execute();
	});
	return id;
}

async function addAppointment(title: string, contactId: string | null, of = org): Promise<string> {
	const id = newId();
	const { id: location_id } = await makePlace(of.id, { name: newId() });
	const starts_at = new Date(Date.now() + 86_400_000);
	const ends_at = new Date(starts_at.getTime() + 3_600_000);
	await as(of, "user", ({ db }) =>
		db
			.insertInto("appointments")
			.values({
				...{ org_id: of.id, id, location_id, bay: 1, contact_id: contactId, title, starts_at, ends_at },
				during: sql<string>`tstzrange(${starts_at}, ${ends_at})`,
				...{ time_zone: "America/Chicago", origin: "member" },
			})
			.execute(),
	);
	return id;
}

describe("search over everything", () => {
	test("DASH-1: documents and appointments are found by a part of their title, what was written by its words", async () => {
		const { id: ann } = await addPerson();
		const conversation = await addConversation(ann, "Do you also repair windscreens of a Rivian truck?");
		const document = await addDocument("Warranty on windscreens");
		const appointment = await addAppointment("Windscreen check", ann);
		expect(await find("windscr")).toEqual([
			{
				kind: "appointment",
				id: appointment,
				name: "Windscreen check",
				note: expect.stringMatching(/^Annette Kramer, \w{3} \d{1,2} \w{3} \d{4}, \d{1,2}:\d\d [ap]m$/),
			},
			{
				kind: "conversation",
				id: conversation,
				name: "Annette Kramer, Web chat",
				note: expect.stringContaining("windscreens"),
			},
			{ kind: "document", id: document, name: "Warranty on windscreens", note: expect.any(String) },
		]);
		const long = await addConversation(ann, `Of wolfram I know ${"a little more ".repeat(20)}`);
		const [told] = await find("wolfram");
		expect(told).toMatchObject({ id: long, note: expect.stringMatching(/^Of wolfram I know .{101,103}…$/) });
		expect(await kindsOf("rivian windscreen")).toEqual(["conversation"]);
		expect(await kindsOf("rivian bicycle")).toEqual([]);
	});

	test("DASH-1: a person comes with their conversations and appointments, by any part of the name", async () => {
		const { id: ann } = await addPerson();
		await addConversation(ann, "Hello");
		await addAppointment("Window tint", ann);
		for (const q of ["kramer", "nette kra", "Annette Kramer"])
			expect(await kindsOf(q), q).toEqual(["contact", "appointment", "conversation"]);
	});

	test("DASH-1: a slip of the pen finds the person where nothing else is called so", async () => {
		const { id } = await addPerson("Wilhelmina", "Quartermain");
		expect(await find("Quartermian")).toMatchObject([{ kind: "contact", id }]);
		expect(await find("Zzyzx")).toEqual([]);
	});

	test("DASH-1: nothing of another organisation, of a restricted collection, or beyond a key's scopes", async () => {
		const { id: ann } = await addPerson();
		await addConversation(ann, "Tungsten lamps, please");
		await addAppointment("Tungsten lamps", ann);
		await addDocument("Tungsten lamps", "roles");
		expect(await kindsOf("tungsten")).toEqual(["appointment", "conversation"]);
		expect(await kindsOf("tungsten", "admin")).toEqual(["appointment", "conversation", "document"]);
		expect(await kindsOf("tungsten", "owner", await makeOrg())).toEqual([]);
		const narrow = await makeKey(org, "owner", ["search:read", "appointments:read"]);
		const found = await callApi(narrow, "/api/search?q=tungsten");
		expect(found.body.data.map(({ kind }: { kind: string }) => kind)).toEqual(["appointment"]);
		expect((await callApi(narrow, "/api/search?q=kramer")).body.data.map(({ kind }: { kind: string }) => kind)).toEqual(
			["appointment"],
		);
	});

	test("DASH-1: readable documents are found however many restricted ones are newer", async () => {
		const id = await addDocument("Price list");
		for (let at = 0; at < 12; at++) await addDocument(`Price list ${at}`, "roles");
		expect(await find("price list")).toMatchObject([{ kind: "document", id }]);
	});

	test("DASH-1: signs of patterns and of text search are letters like any other", async () => {
		await addPerson();
		for (const q of ["%%", "a'b:*&|!", "__", "\\\\", "((", "'; drop", "<->"]) expect(await find(q), q).toEqual([]);
	});

	test("TASK-1: all tasks of a search are the list's, by the same words", async () => {
		await as(org, "user", (ctx) => createTask(ctx, { title: "Order 100% cotton" }));
		await as(org, "user", (ctx) => createTask(ctx, { title: "Sweep" }));
		const titles = async (q: string) =>
			(await as(org, "user", (ctx) => listTasks(ctx, { q }, { today: "2000-01-01" }))).data.map(({ title }) => title);
		expect(await titles("0% COT")).toEqual(["Order 100% cotton"]);
		expect(await titles("cotton%")).toEqual([]);
	});
});

describe("its plan", () => {
	test("DASH-1: with many rows of two firms nothing is read whole, neither outside nor within its functions", async () => {
		const { owner } = house().database;
		const other = await makeOrg();
		for (const firm of [org, other]) {
			const of = [firm.id];
			await owner.query(
				"insert into contacts (org_id, id, first_name, last_name) select $1, uuidv7(), 'F' || n, 'Last' || n * 7919 % 2999 from generate_series(1, 3000) n",
				of,
			);
			await owner.query(
				`insert into conversations (org_id, id, contact_id, last_message_at) select org_id, uuidv7(), id, now() from contacts where org_id = $1`,
				of,
			);
			await owner.query(
				`insert into messages (org_id, id, conversation_id, contact_id, channel, direction, author_kind, state, body_text)
				select org_id, uuidv7(), id, contact_id, 'chat', 'in', 'customer', 'received', 'word' || (row_number() over ()) || ' and more' from conversations where org_id = $1`,
				of,
			);
			const collection = await addDocument("First", "all", firm);
			await owner.query(
				"insert into documents (org_id, id, title, collection_id) select $1, uuidv7(), 'Doc ' || n, (select collection_id from documents where id = $2) from generate_series(1, 3000) n",
				[firm.id, collection],
			);
			await owner.query(
				`insert into appointments (org_id, id, location_id, bay, title, starts_at, ends_at, during, time_zone, origin, contact_id)
				select $1, uuidv7(), $2, 1, 'Visit ' || n, f, f + interval '1 hour', tstzrange(f, f + interval '1 hour'), 'UTC', 'member', (select id from contacts where org_id = $1 limit 1)
				from generate_series(1, 1500) n, lateral (select now() + n * interval '1 hour' as f) g`,
				[firm.id, (await makePlace(firm.id, { name: newId() })).id],
			);
		}
		await owner.exec("analyze contacts, conversations, messages, documents, appointments");
		const explained = await as(org, "viewer", async (ctx) => {
			const search = {
				org: org.id,
				q: "last77 word",
				most: 6,
				kinds: new Set(FOUND_KINDS),
				reader: readableBy(ctx.actor),
			};
			const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${searchStatement(search)}`.execute(ctx.db);
			return rows.map((row) => row["QUERY PLAN"]).join("\n");
		});
		expect(explained, explained).not.toMatch(
			/Seq Scan on (contacts|messages|conversations|documents|appointments|leads|tasks)\b/,
		);
		const inner: [RegExp, string][] = [
			[
				/messages_said/,
				`select x.id from messages x where x.org_id = $1 and (x.channel = 'chat' or x.direction = 'in' or x.author_kind = 'member')
				and message_words(x.subject, x.body_text) @@ $2::tsquery limit 1000`,
			],
		];
		const values = ["'word777':*"];
		for (const [at, [index, statement]] of inner.entries()) {
			const rows = await owner.query<{ "QUERY PLAN": string }>(`explain ${statement}`, [org.id, values[at]!]);
			const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
			expect(plan, plan).toMatch(index);
		}
	});
});
