import { beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { listPipelines } from "#app/domain/crm/pipelines/pipeline-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { importText, recordsOf, undo } from "./files.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

const stages = () => as(org, "user", async (ctx) => (await listPipelines(ctx))[0]!.stages);
const stageNamed = async (name: string) => (await stages()).find((stage) => stage.name === name)!;
const importDeals = (text: string, settings: Parameters<typeof importText>[2] = {}) =>
	importText(org, text, settings, "deal");

test("CRM-3 deals are taken in with account, contact, stage, owner, value in its currency and close date", async () => {
	const account = await as(org, "user", (ctx) => createAccount(ctx, { name: "Orchard Ltd" }));
	const ann = await as(org, "user", (ctx) =>
		createContact(ctx, { firstName: "Ann", lastName: "Miller", email: "ann@example.test" }),
	);
	const all = await stages();
	const won = all.find(({ outcome }) => outcome === "won")!;
	const text = `Opportunity,Company,Primary contact,Deal stage,Amount,Currency,Expected close,Deal owner,Labels
Renewal,orchard ltd,ANN@example.test,${won.name.toUpperCase()},"12,000.50",EUR,2027-03-31,The manager,vip
First order,Orchard Ltd,Ann Miller,,$850,,,,
Yen,Orchard Ltd,,,1200,JPY,,,
`;
	const { done, preview, refusals } = await importDeals(text);
	expect(refusals).toEqual([]);
	expect(done.counts).toEqual({ created: 3, updated: 0, skipped: 0, refused: 0 });
	expect(preview.counts).toEqual(done.counts);
	const [renewal, order, yen] = await recordsOf(org, "deal");
	expect(renewal).toMatchObject({
		...{ name: "Renewal", account_id: account.id, contact_id: ann.id, stage_id: won.id, source: "import" },
		...{ value_cents: 1_200_050, currency: "EUR", closes_on: "2027-03-31", owner_id: org.members.manager.id },
		...{ closed_at: expect.any(String), sort_account: "orchard ltd" },
	});
	const first = all.find(({ outcome }) => outcome === "open")!;
	expect(order).toMatchObject({ contact_id: ann.id, value_cents: 85_000, currency: "USD", stage_id: first.id });
	expect(order).toMatchObject({ closed_at: null, closes_on: null });
	expect(yen).toMatchObject({ value_cents: 1_200, currency: "JPY" });
	const events = await as(org, "user", (ctx) =>
		ctx.db
			.selectFrom("events")
			.select(["name", "changes", "data"])
			.where("name", "in", ["deal.created", "deals.imported"])
			.where("subject_id", "in", [String(renewal!.id), done.id])
			.orderBy("name")
			.execute(),
	);
	expect(events).toMatchObject([
		{ name: "deal.created", changes: { valueCents: [null, 1_200_050], stageId: [null, won.id] }, data: { version: 1 } },
		{ name: "deals.imported", data: { created: 3 } },
	]);
});

test("CRM-3 a deal whose account is not here is refused, or its account is created: as was chosen", async () => {
	const text = "deal,account\nA,Nowhere Ltd\nB,nowhere ltd\nC,\n";
	const refused = await importDeals(text, { accounts: "refuse" });
	expect(refused.done.counts).toEqual({ created: 1, updated: 0, skipped: 0, refused: 2 });
	expect(refused.refusals.map(({ line, reason }) => [line, reason])).toEqual([
		[2, expect.stringContaining("no account “Nowhere Ltd”")],
		[3, expect.stringContaining("no account “nowhere ltd”")],
	]);
	const created = await importDeals(text, { accounts: "create" });
	expect(created.done.counts).toEqual({ created: 2, updated: 0, skipped: 1, refused: 0 });
	expect((await recordsOf(org, "account")).map(({ name }) => name)).toEqual(["Nowhere Ltd"]);
	expect(await undo(org, created.id)).toMatchObject({ state: "undone", params: { undo: { undone: 3, left: 0 } } });
	expect(await recordsOf(org, "account")).toEqual([]);
	expect((await recordsOf(org, "deal")).map(({ name }) => name)).toEqual(["C"]);
});

test("CRM-3 a name that several contacts bear, an unknown stage and an unknown contact refuse their rows", async () => {
	for (const email of ["one@example.test", "two@example.test"])
		await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", lastName: "Miller", email }));
	const { refusals } = await importDeals(
		"deal,contact,stage,pipeline\nA,Ann Miller,,\nB,Zoe,,\nC,,Nowhere,\nD,,,No such line\n",
	);
	expect(refusals.map(({ reason }) => reason)).toEqual([
		"Several contacts are called “Ann Miller”. Give an email address instead.",
		"There is no contact “Zoe”. Import or add the contact first.",
		"“Nowhere” is no stage.",
		"There is no pipeline “No such line”.",
	]);
});

test.each([
	["skip", { created: 0, updated: 0, skipped: 1 }, { value_cents: 500, description: "" }],
	["fill", { created: 0, updated: 1, skipped: 0 }, { value_cents: 500, description: "New" }],
	["overwrite", { created: 0, updated: 1, skipped: 0 }, { value_cents: 900, description: "New" }],
	["create", { created: 1, updated: 0, skipped: 0 }, { value_cents: 500, description: "" }],
] as const)(
	"CRM-3 a deal that is here already, by its name within its account: %s",
	async (duplicates, counts, first) => {
		const account = await as(org, "user", (ctx) => createAccount(ctx, { name: "Orchard Ltd" }));
		await as(org, "user", (ctx) => createDeal(ctx, { name: "Renewal", accountId: account.id, valueCents: 500 }));
		await as(org, "user", (ctx) => createDeal(ctx, { name: "Renewal", valueCents: 7 }));
		const text = "deal,account,value,description\nrenewal,ORCHARD Ltd,9.00,New\n";
		const { done, preview } = await importDeals(text, { duplicates });
		expect(done.counts).toMatchObject(counts);
		expect(preview.counts).toEqual(done.counts);
		const [mine, other] = await recordsOf(org, "deal");
		expect(mine).toMatchObject(first);
		expect(other).toMatchObject({ value_cents: 7, description: "" });
	},
);

test("CRM-3 an import of deals is undone, moves and values of those that were here too; what was touched since stays", async () => {
	const all = await stages();
	const won = all.find(({ outcome }) => outcome === "won")!;
	for (const name of ["Kept", "Touched"]) await as(org, "user", (ctx) => createDeal(ctx, { name, valueCents: 100 }));
	const before = await recordsOf(org, "deal");
	const { id, done } = await importDeals(
		`deal,stage,value,currency,tags\nKept,${won.name},70,EUR,x\nTouched,${won.name},70,EUR,\nNew,,5,,\nNoted,,5,,\n`,
		{ duplicates: "overwrite" },
	);
	expect(done.counts).toEqual({ created: 2, updated: 2, skipped: 0, refused: 0 });
	const during = await recordsOf(org, "deal");
	expect(during[0]).toMatchObject({
		stage_id: won.id,
		value_cents: 7_000,
		currency: "EUR",
		closed_at: expect.any(String),
	});
	await as(org, "user", async (ctx) => {
		await ctx.db
			.updateTable("deals")
			.set((eb) => ({ description: "mine", version: eb("version", "+", 1) }))
			.where("name", "=", "Touched")
			.execute();
		const subject = during.find(({ name }) => name === "Noted")!;
		const note = {
			id: newId(),
			subject_type: "deal" as const,
			subject_id: String(subject.id),
			body: "x",
			author_name: "x",
		};
		await ctx.db
			.insertInto("notes")
			.values({ org_id: org.id, ...note })
			.execute();
	});
	expect(await undo(org, id)).toMatchObject({ state: "undone", params: { undo: { undone: 3, left: 1 } } });
	const now = await recordsOf(org, "deal");
	expect(now.map(({ name }) => name)).toEqual(["Kept", "Touched", "Noted"]);
	expect(now[0]).toEqual({ ...before[0], version: 3, updated_at: expect.any(String) });
	// What nobody touched of it goes back all the same.
	expect(now[1]).toMatchObject({
		stage_id: before[0]!.stage_id,
		value_cents: 100,
		currency: "USD",
		description: "mine",
	});
	const moved = await as(org, "user", (ctx) =>
		ctx.db.selectFrom("events").select("changes").where("name", "=", "deal.moved").orderBy("id").execute(),
	);
	expect(moved.at(-1)!.changes).toMatchObject({ stageId: [won.id, before[0]!.stage_id], valueCents: [7_000, 100] });
});

test("CRM-3 a stage that is full takes no more deals of a file, in the preview as in the import", async () => {
	const { id: stageId, name } = (await stages())[1]!;
	await as(org, "owner", (ctx) =>
		ctx.db.updateTable("pipeline_stages").set({ most: 2 }).where("id", "=", stageId).execute(),
	);
	await as(org, "user", (ctx) => createDeal(ctx, { name: "There", stageId }));
	const rows = Array.from({ length: 4 }, (_, at) => `D${at},${name}`).join("\n");
	const { done, preview, refusals } = await importDeals(`deal,stage\n${rows}\n`);
	expect(done.counts).toEqual({ created: 1, updated: 0, skipped: 0, refused: 3 });
	expect(preview.counts).toEqual(done.counts);
	expect(refusals[0]!.reason).toContain(`${name} takes at most 2 deals`);
	expect(await stageNamed(name)).toMatchObject({ most: 2 });
});

test("CRM-3 days and amounts are read as was chosen for the file, and what fits only otherwise is refused", async () => {
	const text = `deal;value;close date
A;1.250,50;03/04/2027
B;1,250.50;31.12.2027
C;€ 7;2027-05-06
D;£7;
E;-5;
F;12,345;13/13/2027
G;7 EUR;03/04/27
H;;46000
I;lots;
`;
	const asked = await importDeals(text, { decimals: "comma", currency: "EUR", dates: "dmy" });
	expect(
		(await recordsOf(org, "deal")).map(({ name, value_cents, currency, closes_on }) => [
			name,
			value_cents,
			currency,
			closes_on,
		]),
	).toEqual([
		["A", 125_050, "EUR", "2027-04-03"],
		["C", 700, "EUR", "2027-05-06"],
	]);
	expect(asked.refusals.map(({ line, reason }) => [line, reason.slice(0, 42)])).toEqual([
		[3, expect.stringContaining("“1,250.50” is no amount in EUR")],
		[5, expect.stringContaining("“£7” is marked £")],
		[6, "“-5” is below zero."],
		[7, expect.stringContaining("“13/13/2027” is no day")],
		[8, expect.stringContaining("leaves its century open")],
		[9, expect.stringContaining("“46000” is no day")],
		[10, expect.stringContaining("“lots” is no amount in EUR")],
	]);
	const unasked = await importDeals("deal,close date\nZ,03/04/2027\n", { dates: "iso" });
	expect(unasked.refusals.map(({ reason }) => reason)).toEqual([
		"“03/04/2027” can be read in two ways. Choose in the mapping step whether the day or the month comes first.",
	]);
	// How amounts were written is remembered for the next file.
	expect(unasked.done.params).toMatchObject({ decimals: "comma", currency: "EUR" });
});
