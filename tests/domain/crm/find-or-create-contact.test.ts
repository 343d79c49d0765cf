import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { type ContactDetails, findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";

describe("finding or creating a contact", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});
	const ask = (details: ContactDetails, of = org) => asActor(of.id, SYSTEM, (ctx) => findOrCreateContact(ctx, details));
	const visit = (details: ContactDetails) =>
		asActor(org.id, { kind: "customer", id: undefined, name: "Visitor" }, (ctx) => findOrCreateContact(ctx, details));
	const read = (id: string, of = org) =>
		as(of, "viewer", (ctx) => ctx.db.selectFrom("contacts").selectAll().where("id", "=", id).executeTakeFirstOrThrow());

	test("CRM-4 the same address in another case is the same person", async () => {
		const first = await ask({ firstName: "Ann", email: "Ann@Example.test" });
		expect(first.created).toBe(true);
		expect(await ask({ email: " ann@example.TEST " })).toEqual({ id: first.id, created: false });
	});

	test("LEAD-4 a contact says who brought it: the shop that knows it, a visitor who books, or a program", async () => {
		const from = { source: { connectionId: newId(), externalId: "cus_77" } };
		const shop = await ask({ firstName: "Lena", email: "lena@example.test", ...from });
		const visitor = await visit({ firstName: "Vic", email: "vic@example.test" });
		const member = await as(org, "user", (ctx) => findOrCreateContact(ctx, { email: "mem@example.test" }));
		const run = await ask({ firstName: "Run", email: "run@example.test" });
		const sources = [shop, visitor, member, run].map(async ({ id }) => (await read(id)).source);
		expect(await Promise.all(sources)).toEqual(["shop", "booking", "member", "integration"]);
		// Known already: it stays where it came from.
		await ask({ email: "mem@example.test", source: { ...from.source, externalId: "cus_78" } });
		expect((await read(member.id)).source).toBe("member");
	});

	test("CRM-4 fifty calls at once make one contact", async () => {
		const details = { firstName: "Bo", phone: "+15005550111", email: "bo@example.test" };
		const all = await Promise.all(Array.from({ length: 50 }, () => ask(details)));
		expect(new Set(all.map((one) => one.id)).size).toBe(1);
		expect(all.filter((one) => one.created)).toHaveLength(1);
	});

	test("CRM-4 blanks are filled and nothing is overwritten", async () => {
		const { id } = await ask({ firstName: "Cy", phone: "+15005550112" });
		await ask({ firstName: "Cyrus", lastName: "Vance", phone: "+15005550112", email: "cy@example.test" });
		expect(await read(id)).toMatchObject({
			first_name: "Cy",
			last_name: "Vance",
			email: "cy@example.test",
			version: 2,
		});
	});

	test("CRM-4 a visitor who names somebody's email cannot attach a number to that record", async () => {
		const { id } = await ask({ firstName: "Di", email: "di@example.test" });
		expect(await visit({ email: "di@example.test", phone: "+15005550199" })).toEqual({ id, created: false });
		expect((await read(id)).phone).toBeNull();
	});

	test("CRM-4 a match of both addresses goes before a match of one", async () => {
		await ask({ firstName: "Only phone", phone: "+15005550113" });
		const { id } = await ask({ firstName: "Eve", email: "eve@example.test" });
		await as(org, "user", (ctx) =>
			ctx.db.updateTable("contacts").set({ phone: "+15005550113" }).where("id", "=", id).execute(),
		);
		expect((await ask({ phone: "+15005550113", email: "eve@example.test" })).id).toBe(id);
	});

	test("CRM-4 another system's name for a person is remembered", async () => {
		const source = { connectionId: newId(), externalId: "cus_1" };
		const { id } = await ask({ firstName: "Fay", email: "fay@example.test", source });
		expect(await ask({ email: "fay@new.test", source })).toEqual({ id, created: false });
		expect((await ask({ source: { ...source, externalId: "cus_2" } })).id).not.toBe(id);
	});

	test("CRM-4 another organisation's contact is nobody's match", async () => {
		const { id } = await ask({ email: "gil@example.test" });
		expect((await ask({ email: "gil@example.test" }, other)).id).not.toBe(id);
	});

	test("CRM-4 a viewer is refused, and so are no address and a number that is none", async () => {
		await expect(
			as(org, "viewer", (ctx) => findOrCreateContact(ctx, { email: "x@example.test" })),
		).rejects.toMatchObject({ status: 403 });
		await expect(ask({ firstName: "Nobody" })).rejects.toMatchObject({ status: 422 });
		await expect(ask({ phone: "555-0100" })).rejects.toMatchObject({ status: 422 });
	});
});
