import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { addDays, dateAt } from "#app/base/time.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { getIntelligence, listScoreChanges } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import type { Intelligence } from "#app/domain/success/intelligence/schema.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let other: TestOrg;
let account: string;
const inDays = (days: number) => addDays(dateAt(house().database.clock.now().getTime(), "UTC"), days);
/** Follows events, then does what they asked for a moment later. */
async function settle(times = 1): Promise<void> {
	const now = house().database.clock.now().getTime();
	await runJobs(new Date(now + 1_000), times);
	await runJobs(new Date(now + 10_000), times);
}

const save = (input: Intelligence, id = account) => as(org, "user", (ctx) => saveIntelligence(ctx, id, input));
const read = (id = account) => as(org, "viewer", (ctx) => getIntelligence(ctx, id));
const openPlays = () =>
	as(org, "viewer", (ctx) =>
		ctx.db
			.selectFrom("plays")
			.select(["type", "stage"])
			.where("account_id", "=", account)
			.where("closed_at", "is", null)
			.orderBy("type")
			.execute(),
	);

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
	account = (await as(org, "user", (ctx) => createAccount(ctx, { name: "Orchard", lifecycle: "customer" }))).id;
});

describe("SUCCESS-1 what is known of an account", () => {
	it("SUCCESS-1 revenue, renewal, scores, usage, engagement, contracts and stakeholders are kept and read back", async () => {
		const contact = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", lastName: "Oak" }));
		await save({
			arrCents: 12_000_000,
			previousArrCents: 10_000_000,
			renewalOn: inDays(50),
			health: 70,
			risk: 20,
			opportunity: 55,
			plan: "growth",
			seats: 200,
			activeUsers: 150,
			usageTrend: -12,
			lastContactOn: inDays(-3),
			lastQbrOn: inDays(-80),
			openTickets: 2,
			contracts: [{ title: "Master agreement", number: "C-1", endsOn: inDays(50), valueCents: 12_000_000 }],
			stakeholders: [
				{ name: "Ann Oak", contactId: contact.id, influence: "high", sentiment: "positive" },
				{ name: "Bob Elm", title: "Buyer" },
			],
		});
		expect(await read()).toMatchObject({
			arrCents: 12_000_000,
			previousArrCents: 10_000_000,
			renewalOn: inDays(50),
			health: 70,
			risk: 20,
			opportunity: 55,
			plan: "growth",
			// Worked out, since nobody said it.
			utilisation: 75,
			usageTrend: -12,
			lastQbrOn: inDays(-80),
			openTickets: 2,
			contracts: [{ title: "Master agreement", number: "C-1", valueCents: 12_000_000, currency: "USD" }],
			stakeholders: [
				{ name: "Ann Oak", contactId: contact.id, influence: "high", sentiment: "positive" },
				{ name: "Bob Elm", title: "Buyer", influence: "medium", sentiment: "unknown" },
			],
		});
	});

	it("SUCCESS-1 what is absent stays, null takes away, and what is so already changes nothing", async () => {
		expect((await save({ risk: 35 })).changed).toEqual(["risk"]);
		expect(await read()).toMatchObject({ risk: 35, health: 70, openTickets: 2 });
		expect((await save({ openTickets: null })).changed).toEqual(["openTickets"]);
		const events = () =>
			as(org, "owner", (ctx) => ctx.db.selectFrom("events").select("id").where("subject_id", "=", account).execute());
		const before = (await events()).length;
		const { contracts, stakeholders, health, risk, renewalOn } = await read();
		const same = contracts.map(({ id: _id, ...one }) => one);
		const people = stakeholders.map(({ id: _id, ...one }) => one);
		expect((await save({ contracts: same, stakeholders: people, health, risk, renewalOn })).changed).toEqual([]);
		expect(await events()).toHaveLength(before);
	});

	it("SUCCESS-1 each score has its history, with who set it and where it came from", async () => {
		await save({ health: 64 });
		await save({ health: 58 });
		const changes = await as(org, "viewer", (ctx) => listScoreChanges(ctx, account));
		expect(changes.filter(({ score }) => score === "health")).toMatchObject([
			{ value: 70, source: "member", by: "The user" },
			{ value: 64 },
			{ value: 58 },
		]);
		expect(changes.filter(({ score }) => score === "risk").map(({ value }) => value)).toEqual([20, 35]);
	});

	it("SUCCESS-2 a change moves the account's plays by its event, and a renewal corrected in the CRM too", async () => {
		await settle(2);
		expect(await openPlays()).toEqual([{ type: "renewal", stage: "critical" }]);
		await save({ risk: 90 });
		await save({ renewalOn: inDays(100) });
		await settle(2);
		expect(await openPlays()).toEqual([
			{ type: "renewal", stage: "prepare" },
			{ type: "risk", stage: "save" },
		]);
	});

	it("SUCCESS-1 what cannot be is refused by field, and nothing of it is kept", async () => {
		const wrong = { health: 101, risk: -1, plan: "gold", renewalOn: "soon", contracts: [{ title: "" }] };
		const refused = await save(wrong as never).catch((error) => error);
		expect(refused).toMatchObject({ status: 422 });
		expect(Object.keys(refused.fields).sort()).toEqual(["contracts.0.title", "health", "plan", "renewalOn", "risk"]);
		await expect(save({ health: 1, stakeholders: [{ name: "X", contactId: newId() }] })).rejects.toMatchObject({
			status: 422,
		});
		expect((await read()).health).toBe(58);
	});

	it("SUCCESS-1 a viewer reads and does not write; another organisation finds nothing", async () => {
		await expect(as(org, "viewer", (ctx) => saveIntelligence(ctx, account, { health: 1 }))).rejects.toMatchObject({
			status: 403,
		});
		await expect(as(other, "owner", (ctx) => getIntelligence(ctx, account))).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => saveIntelligence(ctx, account, { health: 1 }))).rejects.toMatchObject({
			status: 404,
		});
	});

	it("SUCCESS-2 an account in the trash has its plays closed with the reason", async () => {
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "account", id: account }));
		await settle();
		expect(await openPlays()).toEqual([]);
		const [last] = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("plays").select("close_reason").where("type", "=", "risk").execute(),
		);
		expect(last!.close_reason).toBe("The account was moved to the trash.");
	});
});
