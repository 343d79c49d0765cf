import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listActivity } from "#app/domain/analytics/dashboard/activity-queries.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { house, type Role } from "#db/context.ts";
import { makeCollection, makeDocument } from "#tests/domain/knowledge/library.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";

describe("the first page of the day", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
	});
	beforeEach(async () => {
		org = await makeOrg();
	});
	const figures = (role: "user" | "owner" = "user", now?: Date) =>
		as(org, role, (ctx) => getToday(ctx), now).then((today) => today.figures);
	const addAnn = (role: "user" | "owner" = "user") =>
		as(org, role, (ctx) => createContact(ctx, { firstName: "Ann", lastName: "Kramer", email: "ann@example.com" }));

	test("DASH-1: an organisation without anything has figures of nothing, and its pipeline's stages", async () => {
		expect(await figures()).toMatchObject({
			contacts: { count: 0, added: 0, before: 0 },
			deals: { count: 0, valueCents: 0 },
			documents: { count: 0, processing: 0 },
			events: { upcoming: 0 },
			agents: [],
		});
		expect((await figures()).pipeline.map(({ stage }) => stage)).toEqual([
			"Qualified",
			"Meeting",
			"Proposal",
			"Negotiation",
		]);
	});

	test("DASH-1: figures are real, and a change of one's own shows at once", async () => {
		await figures();
		await addAnn();
		await as(org, "user", (ctx) => createDeal(ctx, { name: "Fleet tint", valueCents: 120_000 }));
		const now = await figures();
		expect(now).toMatchObject({
			contacts: { count: 1, added: 1, before: 0 },
			deals: { count: 1, valueCents: 120_000 },
		});
		expect(now.pipeline[0]).toMatchObject({ stage: "Qualified", count: 1, valueCents: 120_000 });
	});

	test("DASH-1: what others change shows after five minutes at the latest", async () => {
		await figures("user");
		await addAnn("owner");
		expect((await figures("user")).contacts.count).toBe(0);
		expect((await figures("user", new Date(Date.now() + 6 * 60_000))).contacts.count).toBe(1);
	});

	test("DASH-1: documents are counted that the reader may read, also from figures that somebody else had counted", async () => {
		const closed = await makeCollection(org, "Owners", "roles", ["owner"]);
		await makeDocument(org, "Handbook", "Lamps are blue.");
		await makeDocument(org, "Wages", "Wages are paid on Fridays.", closed);
		const counted = async (role: Role) => (await as(org, role, (ctx) => getToday(ctx))).figures.documents;
		expect(await counted("owner")).toMatchObject({ count: 2, added: 2, before: 0, processing: 0 });
		// Kept by now: the viewer's are taken from the same.
		expect(await counted("viewer")).toMatchObject({ count: 1, added: 1, before: 0, processing: 0 });
		expect(await counted("user")).toMatchObject({ count: 1 });
		await house().database.owner.query("update collections set visibility = 'all' where id = $1", [closed]);
		expect(await counted("viewer")).toMatchObject({ count: 2 });
		const other = await makeOrg();
		expect((await as(other, "owner", (ctx) => getToday(ctx))).figures.documents).toMatchObject({ count: 0 });
	});

	test("DASH-1: a file that was never read is counted apart, one whose newest version was not read is a document", async () => {
		const good = await makeDocument(org, "Handbook", "Lamps are blue.");
		const bad = await makeDocument(org, "Scan", "Nothing.");
		const { owner } = house().database;
		await owner.query("update documents set state = 'failed' where id = any($1::uuid[])", [[good, bad]]);
		await owner.query("update documents set current_version_id = null where id = $1", [bad]);
		expect((await figures()).documents).toMatchObject({ count: 1, added: 1, unreadable: 1 });
	});

	test("DASH-1: what happened last is told, and nothing of another organisation", async () => {
		const { id } = await addAnn();
		const { events, names } = await as(org, "viewer", (ctx) => listActivity(ctx));
		expect(events).toMatchObject([{ name: "contact.created", subject: { type: "contact", id } }]);
		expect(names[id]).toEqual({ type: "contact", name: "Ann Kramer" });
		const other = await makeOrg();
		expect((await as(other, "owner", (ctx) => listActivity(ctx))).events).toEqual([]);
	});

	test("DASH-1: search finds people by the beginning of their names and the rest by a part, here only", async () => {
		const ann = await addAnn();
		const account = await as(org, "user", (ctx) => createAccount(ctx, { name: "Ridgeline Fleet Services" }));
		await as(org, "user", (ctx) => createDeal(ctx, { name: "100% fleet_tint" }));
		await as(org, "user", (ctx) => createTask(ctx, { title: "Ask about the fleet" }));
		await makeLead(org, { locationId: await makeLocation(org) });
		const find = (q: string, firm = org) => as(firm, "viewer", (ctx) => searchEverything(ctx, q));
		expect(await find("kra")).toMatchObject([{ kind: "contact", id: ann.id, name: "Ann Kramer" }]);
		expect(await find("Ann Kram")).toMatchObject([{ id: ann.id }]);
		expect((await find("fleet")).map(({ kind }) => kind)).toEqual(["account", "deal", "task"]);
		expect(await find("LINE fle")).toMatchObject([{ kind: "account", id: account.id }]);
		// Signs of patterns are letters like any other.
		expect(await find("0% fleet_")).toMatchObject([{ kind: "deal" }]);
		expect(await find("%%")).toEqual([]);
		expect(await find("a")).toEqual([]);
		const other = await makeOrg();
		expect(await find("fleet", other)).toEqual([]);
		expect(await find("Ann", other)).toEqual([]);
	});
});
