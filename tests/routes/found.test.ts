import { beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { loader } from "#app/routes/search/found.ts";
import type { Role } from "#db/context.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";

describe("what the command menu offers beside its own lines", () => {
	let org: TestOrg;
	let other: TestOrg;
	let place: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
		place = await makeLocation(org);
	});

	const find = async (typed: string, firm = org, role: Role = "viewer") => {
		const cookie = await cookieOf(firm, role);
		const response = await loader(argsFor({ cookie, path: `/search/found?${new URLSearchParams({ q: typed })}` }));
		return (await response.json()) as { label: string; hint: string; href: string }[];
	};

	test("LEAD-8 DASH-1 people by the beginnings of their names, with their newest leads, of one's own firm alone", async () => {
		const made: string[] = [];
		for (let at = 0; at < 4; at++) made.push((await makeLead(org, { locationId: place, firstName: "Elsa" })).leadId);
		await makeLead(other, { locationId: await makeLocation(other), firstName: "Elsa" });
		const found = await find("elsa dí");
		expect(found.filter(({ href }) => href.startsWith("/contacts/")).length).toBeGreaterThan(0);
		const leads = found.filter(({ href }) => href.startsWith("/leads/"));
		expect(leads).toHaveLength(3);
		expect(made).toEqual(expect.arrayContaining(leads.map(({ href }) => href.replace("/leads/", ""))));
		expect(await find("elsa lind")).toEqual([]);
		expect((await find("elsa", other)).every(({ href }) => !made.includes(href.slice(7)))).toBe(true);
	});

	test("DASH-1 records of every kind by a part of their names", async () => {
		const { id } = await as(org, "user", (ctx) => createAccount(ctx, { name: "Ridgeline Fleet" }));
		expect(await find("line fl")).toMatchObject([{ label: "Ridgeline Fleet", href: `/accounts/${id}` }]);
	});

	test("DASH-1 one letter, nothing and what no text can hold find nothing", async () => {
		for (const typed of ["", "e", "\0\0\0", " ".repeat(50), "%%"]) expect(await find(typed), typed).toEqual([]);
	});

	test("SEC-1 who is not signed in is sent to sign in", async () => {
		const refused = await loader(argsFor({ cookie: "", path: "/search/found?q=elsa" })).catch((thrown) => thrown);
		expect([302, 303]).toContain((refused as Response).status);
	});
});
