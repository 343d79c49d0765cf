import { beforeAll, describe, expect, test } from "vitest";
import { loader } from "#app/routes/leads/found-leads.ts";
import type { Role } from "#db/context.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";

describe("leads that the command menu offers", () => {
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
		const response = await loader(argsFor({ cookie, path: `/leads/found?${new URLSearchParams({ q: typed })}` }));
		return (await response.json()) as { label: string; hint: string; href: string }[];
	};

	test("LEAD-8 UI-3 by the beginnings of first and last name, the newest five, and of one's own firm alone", async () => {
		const made: string[] = [];
		for (let at = 0; at < 7; at++) made.push((await makeLead(org, { locationId: place, firstName: "Elsa" })).leadId);
		await makeLead(other, { locationId: await makeLocation(other), firstName: "Elsa" });
		const found = await find("elsa dí");
		expect(found.map(({ href }) => href)).toEqual(
			made
				.toReversed()
				.slice(0, 5)
				.map((id) => `/leads/${id}`),
		);
		expect(found[0]).toMatchObject({ label: "Elsa Díaz", hint: "Window tint, New" });
		expect(await find("elsa lind")).toEqual([]);
		expect(await find("elsa", other)).toHaveLength(1);
	});

	test("LEAD-8 one letter, nothing and what no text can hold find nothing", async () => {
		for (const typed of ["", "e", "\0\0\0", " ".repeat(50), "%%"]) expect(await find(typed), typed).toEqual([]);
	});

	test("SEC-1 who is not signed in is sent to sign in", async () => {
		const refused = await loader(argsFor({ cookie: "", path: "/leads/found?q=elsa" })).catch((thrown) => thrown);
		expect([302, 303]).toContain((refused as Response).status);
	});
});
