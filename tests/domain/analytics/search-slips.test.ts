import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { createProject } from "#app/domain/crm/projects/create-project.ts";
import { findViews } from "#app/domain/crm/views/view-queries.ts";
import type { Role } from "#db/context.ts";
import { makeCollection, makeDocument } from "#tests/domain/knowledge/library.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => void (await openTestHouse()));
beforeEach(async () => {
	org = await makeOrg();
});
const find = async (q: string, role: Role = "viewer", of = org) =>
	(await as(of, role, (ctx) => searchEverything(ctx, q))).map(({ kind, name }) => `${kind} ${name}`);

describe("search bears slips of the pen", () => {
	beforeEach(async () => {
		const people = [
			{ firstName: "Maja", lastName: "Lindqvist", email: "maja@example.com", phone: "+14805550136" },
			{ firstName: "Bright", lastName: "Owens", email: "b.owens@example.com", phone: "+14805550999" },
		];
		for (const person of people) await as(org, "user", (ctx) => createContact(ctx, person));
		await as(org, "user", (ctx) => createAccount(ctx, { name: "Brightway Couriers", phone: "+14805557777" }));
		await as(org, "user", (ctx) => createDeal(ctx, { name: "Fleet tint" }));
		await as(org, "user", (ctx) => createDeal(ctx, { name: "Twelve vans for spring" }));
		await as(org, "user", (ctx) => createProject(ctx, { name: "Showroom relocation" }));
		await makeDocument(org, "Warranty terms", "Five years.");
		await makeDocument(org, "Warranty costs", "Secret.", await makeCollection(org, "Owners", "roles", ["owner"]));
	});

	test.each([
		["lindqist", "contact Maja Lindqvist"],
		["lindqvst", "contact Maja Lindqvist"],
		["fleet tnt", "deal Fleet tint"],
		["twelve vns", "deal Twelve vans for spring"],
		["brightwy", "account Brightway Couriers"],
		["shworoom relocation", "project Showroom relocation"],
		["waranty trems", "document Warranty terms"],
	])("DASH-1: %s", async (typed, wanted) => {
		expect(await find(typed)).toContain(wanted);
		expect(await find(typed, "viewer", await makeOrg())).toEqual([]);
	});

	test("DASH-1: what is written rightly is found alone, and the most alike stands first", async () => {
		expect(await find("lindqvist")).toEqual(["contact Maja Lindqvist"]);
		expect(await find("zebra crossing")).toEqual([]);
		await as(org, "user", (ctx) => createDeal(ctx, { name: "Fleet paint" }));
		expect((await find("fleet tnt"))[0]).toBe("deal Fleet tint");
	});

	test("DASH-1: a number is found by its last digits, however they are written", async () => {
		for (const typed of ["5550136", "555-0136", "0136", "(480) 555 0136"])
			expect(await find(typed), typed).toContain("contact Maja Lindqvist");
		expect(await find("7777")).toEqual(["account Brightway Couriers"]);
		expect(await find("136")).toEqual([]);
		expect(await find("5550136", "viewer", await makeOrg())).toEqual([]);
	});

	test("DASH-1: documents by title are among the hits of who may read them, misspelt or not", async () => {
		expect(await find("warranty")).toEqual(["document Warranty terms"]);
		expect((await find("warranty", "owner")).sort()).toEqual(["document Warranty costs", "document Warranty terms"]);
		expect(await find("warrnty csts", "viewer")).not.toContain("document Warranty costs");
		expect(await find("warrnty csts", "owner")).toContain("document Warranty costs");
	});

	test("DASH-1: saved views are found by name, one's own and shared ones", async () => {
		const view = (name: string, owner: Role, is_shared: boolean) =>
			as(org, owner, ({ db }) =>
				db
					.insertInto("saved_views")
					.values({
						org_id: org.id,
						id: newId(),
						record_type: "contact",
						name,
						owner_id: org.members[owner].id,
						is_shared,
						query: "city=Oslo",
					})
					.execute(),
			);
		await view("Customers of Oslo", "user", false);
		await view("Oslo for all", "owner", true);
		const names = async (q: string, role: Role, of = org) =>
			(await as(of, role, (ctx) => findViews(ctx, q, 5))).map(({ name }) => name);
		expect((await names("oslo", "user")).sort()).toEqual(["Customers of Oslo", "Oslo for all"]);
		expect(await names("oslo", "viewer")).toEqual(["Oslo for all"]);
		expect(await names("custmers", "user")).toEqual(["Customers of Oslo"]);
		expect(await names("oslo", "owner", await makeOrg())).toEqual([]);
		expect(await names("o", "user")).toEqual([]);
	});
});
