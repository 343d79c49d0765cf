import { beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { dismissPair } from "#app/domain/crm/duplicates/dismiss-pair.ts";
import { findDuplicates } from "#app/domain/crm/duplicates/find-duplicates.ts";
import { compareContacts, listPairs } from "#app/domain/crm/duplicates/pair-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { importText } from "../imports/files.ts";

/** Jobs that jobs ask for are due a moment later. */
const SOON = () => new Date(Date.now() + 60_000);

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

const add = (fields: Parameters<typeof createContact>[1]) =>
	as(org, "user", (ctx) => createContact(ctx, fields)).then(({ id }) => id);
const pairs = () => as(org, "user", (ctx) => listPairs(ctx)).then(({ data }) => data);
const found = async () =>
	(await pairs()).map(({ reasons, people }) => [
		reasons.join(" "),
		people
			.map(({ name }) => name)
			.sort()
			.join(" / "),
	]);

test("CRM-4 duplicates are found when a contact is added: by email, phone and similar name", async () => {
	await add({ firstName: "Ann", lastName: "Miller", email: "ann@example.test" });
	await add({ firstName: "A.", lastName: "M.", email: "ANN@example.test" });
	await add({ firstName: "Bob", lastName: "Ng", phone: "+12065550100" });
	await add({ firstName: "Robert", lastName: "Ng", phone: "(206) 555-0100" });
	await add({ firstName: "José", lastName: "Müller", city: "Reno" });
	await add({ firstName: "Jose", lastName: "Muller", city: "reno" });
	await add({ firstName: "Jon", lastName: "Smith" });
	await add({ firstName: "John", lastName: "Smith" });
	await add({ firstName: "Zoe", lastName: "Quite-Other" });
	await runJobs(SOON(), 2);
	expect(await found()).toEqual([
		["email", "A. M. / Ann Miller"],
		["name city", "Jose Muller / José Müller"],
		["phone", "Bob Ng / Robert Ng"],
		["name", "John Smith / Jon Smith"],
	]);
});

test("CRM-4 a pair is there once, a dismissed one stays dismissed, and one that nothing speaks for goes", async () => {
	const one = await add({ firstName: "Ann", lastName: "Miller", email: "ann@example.test" });
	const other = await add({ firstName: "Ann", lastName: "Miller", email: "ann@example.test" });
	const third = await add({ firstName: "Cy", lastName: "Poe", email: "ann@example.test" });
	await runJobs(SOON());
	await as(org, "user", (ctx) => findDuplicates(ctx, [one, other, third]));
	expect(await pairs()).toHaveLength(3);
	const same = (await pairs()).find(({ people }) => people.every(({ name }) => name === "Ann Miller"))!;
	await as(org, "user", (ctx) => dismissPair(ctx, same.id));
	await as(org, "user", (ctx) => updateContact(ctx, { id: one, city: "Reno" }));
	await as(org, "user", (ctx) => updateContact(ctx, { id: third, email: "cy@example.test" }));
	await runJobs(SOON());
	expect(await pairs()).toEqual([]);
	await as(org, "user", (ctx) => dismissPair(ctx, same.id, false));
	expect(await pairs()).toHaveLength(1);
	await expect(as(await makeOrg(), "owner", (ctx) => dismissPair(ctx, same.id))).rejects.toMatchObject({ status: 404 });
	await expect(as(org, "viewer", (ctx) => dismissPair(ctx, same.id))).rejects.toMatchObject({ status: 403 });
});

test("CRM-4 an import's duplicates are found after it, also among what was there before", async () => {
	await add({ firstName: "Ann", lastName: "Miller", email: "ann@example.test" });
	await runJobs(SOON());
	await importText(org, "email,first name,last name\nann@example.test,Annie,Miller\nb@example.test,B,C\n", {
		duplicates: "create",
	});
	await runJobs(SOON());
	expect(await found()).toEqual([["email name", "Ann Miller / Annie Miller"]]);
});

test("CRM-4 names that many bear make no crowd of pairs: somewhere else something must speak for it too", async () => {
	const ids = Array.from({ length: 60 }, () => newId());
	await as(org, "user", (ctx) =>
		ctx.db
			.insertInto("contacts")
			.values(
				ids.map((id, at) => ({
					org_id: org.id,
					id,
					first_name: "John",
					last_name: "Smith",
					city: at < 2 ? "Reno" : null,
				})),
			)
			.execute(),
	);
	await as(org, "user", (ctx) => findDuplicates(ctx, ids));
	expect((await pairs()).map(({ reasons }) => reasons)).toEqual([["name", "city"]]);
});

test("CRM-4 two are compared side by side, with the value that is there as the choice; not with another firm's", async () => {
	const one = await add({ firstName: "Ann", email: "ann@example.test" });
	const other = await add({ firstName: "Annie", lastName: "Miller", city: "Reno" });
	const { lines } = await as(org, "user", (ctx) => compareContacts(ctx, one, other));
	expect(lines.map(({ name, survivor, merged, chosen }) => [name, survivor, merged, chosen])).toEqual([
		["firstName", "Ann", "Annie", "survivor"],
		["lastName", "", "Miller", "merged"],
		["email", "ann@example.test", "", "survivor"],
		["stage", "prospect", "prospect", "survivor"],
		["city", "", "Reno", "merged"],
	]);
	await expect(as(await makeOrg(), "owner", (ctx) => compareContacts(ctx, one, other))).rejects.toMatchObject({
		status: 404,
	});
});
