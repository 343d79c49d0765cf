import { beforeAll, beforeEach, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createImport } from "#app/domain/crm/imports/create-import.ts";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { beginImport } from "#app/domain/crm/imports/move-import.ts";
import { erasePerson } from "#app/domain/crm/privacy/erase/erase-person.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { importText, pieces, preview, stepsAs, undo, upload } from "#tests/domain/crm/imports/files.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

const make = async (name: string, more = {}, where = org) =>
	(await as(where, "user", (ctx) => createAccount(ctx, { name, lifecycle: "customer", ...more }))).id;
const person = async (email: string, firstName: string, lastName: string) =>
	(await as(org, "user", (ctx) => createContact(ctx, { email, firstName, lastName }))).id;
const read = (id: string) => as(org, "viewer", (ctx) => getIntelligence(ctx, id));
const contractsOf = async (id: string) => (await read(id)).contracts.map(({ id: _, ...one }) => one);
const peopleOf = async (id: string) => (await read(id)).stakeholders.map(({ id: _, ...one }) => one);
const told = (id: string) =>
	as(org, "admin", (ctx) =>
		ctx.db
			.selectFrom("events")
			.select(["changes", "data"])
			.where("subject_id", "=", id)
			.where("name", "=", "account.intelligence-changed")
			.orderBy("id")
			.execute(),
	);

const CONTRACTS = `Account,Domain,Title,Contract number,Start,End,Value,Currency,Notice,Renewal terms
Orchard Ltd,orchard.example,Platform,C-1,2026-07-01,2027-06-30,"12,000.00",EUR,90,Renews for a year
ORCHARD,,Support,,2026-01-01,2026-12-31,2400,,4 weeks,
mill,,Platform,,,,,,,
`;

test("SUCCESS-1 a file brings contracts of known accounts with notice and renewal terms; the same file again says nothing new", async () => {
	const orchard = await make("Orchard", { domain: "orchard.example" });
	const mill = await make("Mill");
	const { done, refusals, preview: shown } = await importText(org, CONTRACTS, {}, "contract");
	expect(refusals).toEqual([]);
	expect(done.params.mapping).not.toContain("");
	expect(done.counts).toEqual({ created: 3, updated: 0, skipped: 0, refused: 0 });
	expect(shown.counts).toEqual(done.counts);
	expect(await contractsOf(orchard)).toEqual([
		{
			...{ title: "Platform", number: "C-1", startsOn: "2026-07-01", endsOn: "2027-06-30", valueCents: 1_200_000 },
			...{ currency: "EUR", noticeDays: 90, renewalTerms: "Renews for a year" },
		},
		{
			...{ title: "Support", number: null, startsOn: "2026-01-01", endsOn: "2026-12-31", valueCents: 240_000 },
			...{ currency: "USD", noticeDays: 28, renewalTerms: "" },
		},
	]);
	expect(await contractsOf(mill)).toMatchObject([{ title: "Platform", valueCents: null, noticeDays: null }]);
	// The account keeps the name that it has here.
	expect((await read(orchard)).name).toBe("Orchard");
	expect(await told(orchard)).toMatchObject([{ changes: { contracts: [0, 2] }, data: { source: "import" } }]);
	const again = await importText(org, CONTRACTS, {}, "contract");
	expect(again.done.counts).toEqual({ created: 0, updated: 0, skipped: 3, refused: 0 });
	expect(await told(orchard)).toHaveLength(1);
});

test("SUCCESS-1 a contract is known by its number, else by title and start; a file overwrites, fills blanks or leaves it", async () => {
	const orchard = await make("Orchard");
	const contracts = [
		{ title: "Platform", number: "C-1", startsOn: "2026-07-01", valueCents: 100, currency: "EUR" },
		{ title: "Support", startsOn: "2025-01-01" },
	];
	await as(org, "user", (ctx) => saveIntelligence(ctx, orchard, { contracts }));
	const text = `Account,Title,Number,Start,Value,Notice\nOrchard,Platform 2,c-1,,"50.00",30\nOrchard,support,,2025-01-01,10,\nOrchard,Support,,2026-01-01,20,\n`;
	const skip = await importText(org, text, { duplicates: "skip" }, "contract");
	expect(skip.done.counts).toEqual({ created: 1, updated: 0, skipped: 2, refused: 0 });
	await undo(org, skip.id);
	const fill = await importText(org, text, { duplicates: "fill" }, "contract");
	expect(fill.done.counts).toEqual({ created: 1, updated: 2, skipped: 0, refused: 0 });
	expect(await contractsOf(orchard)).toMatchObject([
		{ title: "Platform", valueCents: 100, currency: "EUR", noticeDays: 30 },
		{ title: "Support", startsOn: "2025-01-01", valueCents: 1_000, currency: "USD" },
		{ title: "Support", startsOn: "2026-01-01", valueCents: 2_000 },
	]);
	const over = await importText(org, text, { duplicates: "overwrite" }, "contract");
	expect(over.done.counts).toEqual({ created: 0, updated: 2, skipped: 1, refused: 0 });
	expect(await contractsOf(orchard)).toMatchObject([
		{ title: "Platform 2", number: "c-1", startsOn: "2026-07-01", valueCents: 5_000, currency: "USD" },
		{ title: "support" },
		{ title: "Support" },
	]);
});

test("SUCCESS-1 a file brings who decides: a contact by address, others by name, told of by number alone", async () => {
	const orchard = await make("Orchard");
	const ann = await person("ann@orchard.example", "Ann", "Lee");
	const before = [{ name: "Ben Ortiz", title: "Buyer" }];
	await as(org, "user", (ctx) => saveIntelligence(ctx, orchard, { stakeholders: before }));
	const text = `Company,Name,Email,Role,Influence,Sentiment
Orchard,,Ann@Orchard.example,Head of IT,High,Positive
Orchard,ben ortiz,,,low,
Orchard,Cleo Marsh,,Finance,,negative
Orchard,Ann L.,ann@orchard.example,,,neutral
`;
	const { done, refusals, preview: shown } = await importText(org, text, {}, "stakeholder");
	expect(refusals).toEqual([]);
	expect(done.counts).toEqual({ created: 2, updated: 2, skipped: 0, refused: 0 });
	expect(shown.counts).toEqual(done.counts);
	expect(await peopleOf(orchard)).toEqual([
		{ contactId: null, name: "ben ortiz", title: "Buyer", influence: "low", sentiment: "unknown" },
		{ contactId: ann, name: "Ann L.", title: "Head of IT", influence: "high", sentiment: "neutral" },
		{ contactId: null, name: "Cleo Marsh", title: "Finance", influence: "medium", sentiment: "negative" },
	]);
	expect(JSON.stringify(await told(orchard))).not.toMatch(/Cleo|Ann/);
	const events = await as(org, "admin", (ctx) =>
		ctx.db.selectFrom("events").select(["name", "data"]).where("name", "=", "stakeholders.imported").execute(),
	);
	expect(events).toMatchObject([{ data: { created: 2, updated: 2 } }]);
});

test("SUCCESS-1 rows of contracts and stakeholders are refused with their reasons, and the others are taken", async () => {
	await make("Orchard");
	const stranger = await makeOrg();
	await make("Elsewhere", {}, stranger);
	const contracts = await importText(
		org,
		`Account,Title,Number,Start,End,Value,Notice
Elsewhere,Platform,,,,,
,Platform,,,,,
Orchard,,,,,,
Orchard,,C-9,,,,
Orchard,A,,2027-01-01,2026-01-01,,
Orchard,A,,,,much,
Orchard,A,,,,,soon
Orchard,A,,01.02.2026,,,
Orchard,Good,,,,5,
`,
		{},
		"contract",
	);
	expect(contracts.refusals.map(({ line, reason }) => [line, reason])).toEqual([
		[2, "There is no such account here. Add it first, or write it as it is called here."],
		[3, "The row has no account."],
		[4, "The row names no contract: give its title or its number."],
		[5, "A new contract needs a title."],
		[6, "A contract cannot end before it begins."],
		[7, expect.stringContaining("“much” is no amount in USD")],
		[8, "“soon” is no notice in days from 0 to 3,660. Write 90 or 12 weeks."],
		[9, expect.stringContaining("01.02.2026")],
	]);
	expect(contracts.done.counts).toEqual({ created: 1, updated: 0, skipped: 0, refused: 8 });
	const people = await importText(
		org,
		`Account,Name,Email,Influence,Sentiment
Orchard,Ann,nobody@orchard.example,,
Orchard,,,high,
Orchard,Ann,,huge,
Orchard,Ann,,,cross
Orchard,Ann,,high,positive
`,
		{},
		"stakeholder",
	);
	expect(people.refusals.map(({ line, reason }) => [line, reason])).toEqual([
		[2, "There is no contact “nobody@orchard.example”. Import or add the contact first."],
		[3, "The row names no person: give a name or a contact's email."],
		[4, "“huge” is no influence. Use low, medium or high."],
		[5, "“cross” is no sentiment. Use positive, neutral, negative or unknown."],
	]);
	expect(people.done.counts.created).toBe(1);
});

test("SUCCESS-1 an account has at most 100 contracts, across the chunks of a file and with what it has already", async () => {
	const orchard = await make("Orchard");
	const rows = Array.from({ length: 130 }, (_, at) => `Orchard,Contract ${at}`).join("\n");
	const { done, preview: shown } = await importText(org, `Account,Title\n${rows}\n`, {}, "contract");
	expect(done.counts).toEqual({ created: 100, updated: 0, skipped: 0, refused: 30 });
	expect(shown.counts).toEqual(done.counts);
	expect(await contractsOf(orchard)).toHaveLength(100);
});

test("SUCCESS-1 a preview and a run agree where a file speaks of one account in many chunks", async () => {
	const [orchard, mill] = [await make("Orchard"), await make("Mill")];
	const rows = Array.from({ length: 1_200 }, (_, at) => `${at % 2 ? "Mill" : "Orchard"},Person ${at % 180},high`);
	const { done, preview: shown } = await importText(
		org,
		`Account,Name,Influence\n${rows.join("\n")}\n`,
		{},
		"stakeholder",
	);
	expect(shown.counts).toEqual(done.counts);
	expect(done.counts).toEqual({ created: 180, updated: 0, skipped: 1_020, refused: 0 });
	expect([await peopleOf(orchard), await peopleOf(mill)].map(({ length }) => length)).toEqual([90, 90]);
});

test("SUCCESS-1 an import of lists is undone; an account whose list somebody changed since is left alone", async () => {
	const [orchard, mill, oak] = [await make("Orchard"), await make("Mill"), await make("Oak")];
	await as(org, "user", (ctx) => saveIntelligence(ctx, orchard, { contracts: [{ title: "Old", valueCents: 5 }] }));
	const before = await contractsOf(orchard);
	const text = `Account,Title,Value\nOrchard,Old,99\nOrchard,New,1\nMill,New,1\nOak,New,1\n`;
	const { id } = await importText(org, text, {}, "contract");
	await as(org, "user", (ctx) => saveIntelligence(ctx, mill, { contracts: [{ title: "Of somebody's hand" }] }));
	// What else is known of it is not what was imported.
	await as(org, "user", (ctx) => saveIntelligence(ctx, oak, { health: 50 }));
	expect(await undo(org, id)).toMatchObject({ state: "undone", params: { undo: { undone: 2, left: 1 } } });
	expect(await contractsOf(orchard)).toEqual(before);
	expect(await contractsOf(mill)).toMatchObject([{ title: "Of somebody's hand" }]);
	expect(await contractsOf(oak)).toEqual([]);
});

test("SUCCESS-1 twenty savings at once beside an import lose nothing of each other", async () => {
	const orchard = await make("Orchard");
	const rows = Array.from({ length: 60 }, (_, at) => `Orchard,Contract ${at}`).join("\n");
	const id = await upload(org, `Account,Title\n${rows}\n`, "contract");
	await preview(org, id);
	await as(org, "user", (ctx) => beginImport(ctx, id));
	const saves = Array.from({ length: 20 }, (_, at) =>
		as(org, "user", (ctx) => saveIntelligence(ctx, orchard, { stakeholders: [{ name: `P ${at}` }], health: at })),
	);
	const [ran] = await Promise.all([runJobs(), ...saves]);
	expect(ran.filter(({ error }) => error)).toEqual([]);
	expect(await contractsOf(orchard)).toHaveLength(60);
	expect(await peopleOf(orchard)).toHaveLength(1);
});

test("SUCCESS-1 a viewer cannot import lists, another organisation sees none of an import, and another account cannot be made of it", async () => {
	const file = {
		name: "c.csv",
		mediaType: "text/csv",
		bytes: pieces("Account,Title\nA,B\n"),
		type: "contract" as const,
	};
	await expect(createImport(stepsAs(org, "viewer"), file)).rejects.toMatchObject({ status: 403 });
	const id = await upload(org, "Account,Title\nA,B\n", "contract");
	const other = await makeOrg();
	await expect(as(other, "user", (ctx) => getImport(ctx, id))).rejects.toMatchObject({ status: 404 });
	await expect(preview(org, id, { duplicates: "create" })).rejects.toMatchObject({ status: 422 });
	await expect(preview(org, id, { mapping: ["name", ""] })).rejects.toMatchObject({
		message: "Say which column is one of these: title, contract number.",
	});
	await expect(preview(org, id, { mapping: ["", "title"] })).rejects.toMatchObject({ status: 422 });
	await expect(preview(org, id, { mapping: ["name", "person"] })).rejects.toMatchObject({ status: 422 });
});

test("SUCCESS-1 erasing a person takes them out of what an import kept, and undoing does not bring them back", async () => {
	const orchard = await make("Orchard");
	const ann = await person("ann@orchard.example", "Ann", "Leeson");
	const text = `Account,Name,Email\nOrchard,,ann@orchard.example\nOrchard,Cleo Marsh,\n`;
	await importText(org, text, {}, "stakeholder");
	const { id } = await importText(org, `Account,Name,Role\nOrchard,Cleo Marsh,Finance\n`, {}, "stakeholder");
	await erasePerson(org.id, ann, new Date());
	const kept = await as(org, "admin", (ctx) => ctx.db.selectFrom("batch_changes").selectAll().execute());
	expect(JSON.stringify(kept)).not.toMatch(/Leeson/);
	await undo(org, id);
	expect((await peopleOf(orchard)).map(({ name }) => name)).toEqual(["Cleo Marsh"]);
});
