import { beforeAll, beforeEach, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { csvLines } from "#app/domain/crm/exports/csv-lines.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { readFieldValues } from "#app/domain/crm/fields/field-values.ts";
import { sampleRows } from "#app/domain/crm/imports/choices.ts";
import { RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { importText, recordsOf, undo } from "./files.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

test("CRM-3 accounts are taken in with domain, owner, ARR and renewal date, and their own fields", async () => {
	const { id: since } = await as(org, "admin", (ctx) =>
		createField(ctx, {
			recordType: "account",
			label: "Customer since",
			kind: "date",
			required: false,
			options: [],
		} as never),
	);
	const text = `Company,Company domain name,Account owner,ARR,Currency,Contract end,Customer since,Status
Orchard,HTTPS://www.Orchard.example/about,user-${org.id.slice(-12)}@firm.test,"$12,000",,06/30/2027,01/02/2020,prospect
Mill,not a domain,,,,,,
Barn,barn.example,,500,GBP,,,
`;
	const { done, refusals } = await importText(org, text, { dates: "mdy" }, "account");
	expect(refusals.map(({ line, reason }) => [line, reason])).toEqual([
		[3, "“not a domain”: Write a domain such as example.com."],
	]);
	expect(done.counts).toMatchObject({ created: 2, refused: 1 });
	const [orchard, barn] = await recordsOf(org, "account");
	expect(orchard).toMatchObject({
		...{ name: "Orchard", domain: "orchard.example", owner_id: org.members.user.id, lifecycle: "prospect" },
		...{ arr_cents: 1_200_000, currency: "USD", renewal_on: "2027-06-30" },
	});
	expect(barn).toMatchObject({ arr_cents: 50_000, currency: "GBP", lifecycle: "customer" });
	const values = await as(org, "user", (ctx) => readFieldValues(ctx, [String(orchard!.id)]));
	expect([...values.values()]).toEqual([{ [since]: "2020-01-02" }]);
});

test("CRM-3 an account is known by its domain, or else by its name, and an import that changed it is undone", async () => {
	await as(org, "user", (ctx) =>
		createAccount(ctx, { name: "Orchard", domain: "orchard.example", arrCents: 100, currency: "EUR" }),
	);
	await as(org, "user", (ctx) => createAccount(ctx, { name: "Mill" }));
	const before = await recordsOf(org, "account");
	const text = `name,domain,arr,industry
Orchard Ltd,orchard.example,500,Fruit
MILL,mill.example,500,Flour
Mill,,,Bread
Barn,barn.example,,
`;
	const { id, done, preview } = await importText(org, text, { duplicates: "fill" }, "account");
	expect(done.counts).toEqual({ created: 1, updated: 2, skipped: 1, refused: 0 });
	expect(preview.counts).toEqual(done.counts);
	expect(await recordsOf(org, "account")).toMatchObject([
		// Its amount was there, so neither it nor its currency is touched.
		{ name: "Orchard", arr_cents: 100, currency: "EUR", industry: "Fruit" },
		{ name: "Mill", domain: "mill.example", arr_cents: 50_000, currency: "USD", industry: "Flour" },
		{ name: "Barn" },
	]);
	expect(await undo(org, id)).toMatchObject({ state: "undone", params: { undo: { undone: 3, left: 0 } } });
	const now = await recordsOf(org, "account");
	expect(now).toEqual(before.map((row) => ({ ...row, version: 3, updated_at: expect.any(String) })));
});

test("CRM-3 an account that something hangs on by now outlives the undoing of its import", async () => {
	const { id } = await importText(org, "name\nOrchard\nMill\n", {}, "account");
	await importText(org, "deal,account\nRenewal,Orchard\n", {}, "deal");
	expect(await undo(org, id)).toMatchObject({ params: { undo: { undone: 1, left: 1 } } });
	expect((await recordsOf(org, "account")).map(({ name }) => name)).toEqual(["Orchard"]);
});

test("CRM-3 projects are taken in as deals are; one due before it begins is refused", async () => {
	const text =
		"project,customer,status,start,deadline\nFloor,New Ltd,Active,2027-01-01,2027-02-01\nLate,,,2027-02-01,2027-01-01\n";
	const { done, refusals } = await importText(org, text, { accounts: "create" }, "project");
	expect(done.counts).toMatchObject({ created: 1, refused: 1 });
	expect(refusals[0]!.reason).toBe("A project cannot be due before it begins.");
	expect(await recordsOf(org, "project")).toMatchObject([{ name: "Floor", state: "active", due_on: "2027-02-01" }]);
	const again = await importText(
		org,
		"project,customer,deadline\nFloor,New Ltd,2026-12-31\n",
		{ duplicates: "overwrite" },
		"project",
	);
	expect(again.refusals[0]!.reason).toBe("A project cannot be due before it begins.");
});

test.each(RECORD_TYPES)("CRM-3 the sample file of %ss is taken in as it is, every column recognised", async (type) => {
	const [headings, ...rows] = sampleRows(type);
	const text = csvLines([headings!, ...rows]);
	const { done, refusals } = await importText(org, text, { accounts: "create" }, type);
	expect(refusals).toEqual([]);
	expect(done.counts).toEqual({ created: 2, updated: 0, skipped: 0, refused: 0 });
	expect(done.params.mapping).not.toContain("");
});
