import { beforeAll, beforeEach, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { updateAccount } from "#app/domain/crm/accounts/update-account.ts";
import { createImport } from "#app/domain/crm/imports/create-import.ts";
import { getIntelligence, listScoreChanges } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { house } from "#db/context.ts";
import { importText, pieces, preview, stepsAs, undo, upload } from "#tests/domain/crm/imports/files.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { inDays } from "./success-house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

const make = async (name: string, more = {}) =>
	(await as(org, "user", (ctx) => createAccount(ctx, { name, lifecycle: "customer", ...more }))).id;
const read = (id: string) => as(org, "viewer", (ctx) => getIntelligence(ctx, id));
const scores = async (id: string) =>
	(await as(org, "viewer", (ctx) => listScoreChanges(ctx, id))).map(({ score, value, source, by }) => [
		...[score, value, source, by],
	]);
const eventsOf = (id: string, name: string) =>
	as(org, "admin", (ctx) =>
		ctx.db
			.selectFrom("events")
			.select(["name", "changes", "data"])
			.where("subject_id", "=", id)
			.where("name", "=", name)
			.orderBy("id")
			.execute(),
	);

const isOurs = (payload: unknown) => (payload as { orgId?: string }).orgId === org.id;

const HEAD =
	"Account,Domain,ARR,Previous ARR,Renewal date,Health score,Risk,Opportunity,Plan,Seats,Active users,Usage trend,Last contact,Last QBR,Next QBR,Open tickets\n";

test("SUCCESS-1 a file brings revenue, renewal, scores, usage and engagement of known accounts, found by domain or name, each score with its history", async () => {
	const orchard = await make("Orchard", { domain: "orchard.example", arrCents: 10_000_000 });
	const mill = await make("Mill");
	const text = `${HEAD}Orchard Ltd,orchard.example,"120,000.00","100,000.00",2027-06-30,72,20,55,Growth,200,150,-12 %,2026-10-01,2026-09-01,2027-01-15,3
MILL,,,,,0,,,,"1,000",,,,,,
`;
	const { done, refusals, preview: shown } = await importText(org, text, {}, "account");
	expect(refusals).toEqual([]);
	expect(done.params.mapping).not.toContain("");
	expect(done.counts).toEqual({ created: 0, updated: 2, skipped: 0, refused: 0 });
	expect(shown.counts).toEqual(done.counts);
	expect(await read(orchard)).toMatchObject({
		...{ arrCents: 12_000_000, previousArrCents: 10_000_000, renewalOn: "2027-06-30" },
		...{ health: 72, risk: 20, opportunity: 55, plan: "growth", seats: 200, activeUsers: 150, utilisation: 75 },
		...{ usageTrend: -12, lastContactOn: "2026-10-01", lastQbrOn: "2026-09-01", nextQbrOn: "2027-01-15" },
		...{ openTickets: 3, source: "import" },
	});
	expect(await read(mill)).toMatchObject({ health: 0, seats: 1_000, plan: "standard", utilisation: null, risk: null });
	const { name } = org.members.user;
	expect(await scores(orchard)).toEqual([
		["activeUsers", 150, "import", name],
		["arrCents", 12_000_000, "import", name],
		["health", 72, "import", name],
		["opportunity", 55, "import", name],
		["risk", 20, "import", name],
		["utilisation", 75, "import", name],
	]);
	const [told] = await eventsOf(orchard, "account.intelligence-changed");
	expect(told).toMatchObject({ changes: { health: [null, 72], plan: [null, "growth"] }, data: { source: "import" } });
	// The same file again says nothing new.
	const again = await importText(org, text, {}, "account");
	expect(again.done.counts).toEqual({ created: 0, updated: 0, skipped: 2, refused: 0 });
	expect(await scores(orchard)).toHaveLength(6);
});

test("SUCCESS-1 rows are refused with their reasons: what is no score, an unknown account where none is to be made, another currency", async () => {
	await make("Orchard", { currency: "EUR", arrCents: 500 });
	const text = `Account,Health,Utilisation,Plan,ARR before
Orchard,101,,,
Orchard,,0.85,,
Orchard,many,,,
Orchard,,,gold,
Orchard,,,,500
Orchard,85.0,85%,strategic,
Nobody,50,,,
`;
	const { done, refusals } = await importText(org, text, { accounts: "refuse" }, "account");
	expect(done.counts).toEqual({ created: 0, updated: 1, skipped: 0, refused: 6 });
	expect(refusals.map(({ line, reason }) => [line, reason])).toEqual([
		[2, "“101” is no whole number from 0 to 100."],
		[3, "“0.85” is no whole number from 0 to 1,000."],
		[4, "“many” is no whole number from 0 to 100."],
		[5, "“gold” is no plan. Use standard, growth or strategic."],
		[6, "The ARR before is in USD, and the account is kept in EUR."],
		[8, "There is no such account here, and this import is to create none."],
	]);
});

test("SUCCESS-1 new accounts come with what is known of them, and only blanks are filled where that is chosen", async () => {
	const text = `Account,Health,Seats,Active users,Plan\nBarn,40,10,5,growth\n`;
	await importText(org, text, {}, "account");
	const { id } = await as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("accounts").select("id").where("name", "=", "Barn").executeTakeFirstOrThrow(),
	);
	expect(await read(id)).toMatchObject({ health: 40, seats: 10, utilisation: 50, plan: "growth" });
	expect(await scores(id)).toHaveLength(3);
	const more = `Account,Health,Risk,Seats,Plan\nBarn,99,30,20,standard\n`;
	const { done } = await importText(org, more, { duplicates: "fill" }, "account");
	expect(done.counts).toMatchObject({ updated: 1 });
	expect(await read(id)).toMatchObject({ health: 40, risk: 30, seats: 10, utilisation: 50, plan: "growth" });
});

test("SUCCESS-1 an import is undone with its scores; an account whose figures somebody changed since is left alone", async () => {
	const [orchard, mill, oak] = [await make("Orchard"), await make("Mill"), await make("Oak")];
	await as(org, "user", (ctx) => saveIntelligence(ctx, orchard, { health: 10, seats: 100, plan: "growth" }));
	const before = await read(orchard);
	const text = `Account,Health,Seats,Active users,Plan\nOrchard,70,200,50,strategic\nMill,60,,,\nOak,,5,,\nBarn,50,,,\nStay,50,,,\n`;
	const { id } = await importText(org, text, {}, "account");
	// Not the record's own version: only what stands beside it.
	await as(org, "user", (ctx) => saveIntelligence(ctx, mill, { health: 61 }));
	await as(org, "user", (ctx) => saveIntelligence(ctx, oak, { seats: 6 }));
	const stay = await as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("accounts").select("id").where("name", "=", "Stay").executeTakeFirstOrThrow(),
	);
	await as(org, "user", (ctx) => saveIntelligence(ctx, stay.id, { openTickets: 2 }));
	expect(await undo(org, id)).toMatchObject({ state: "undone", params: { undo: { undone: 2, left: 3 } } });
	expect(await read(orchard)).toEqual({ ...before, version: before.version + 2, source: "import" });
	expect(await read(mill)).toMatchObject({ health: 61 });
	expect(await read(oak)).toMatchObject({ seats: 6 });
	expect(await read(stay.id)).toMatchObject({ health: 50, openTickets: 2 });
	expect((await scores(orchard)).filter(([score]) => score === "health").map(([, value]) => value)).toEqual([
		10, 70, 10,
	]);
	// An edit that began before the import joins with it.
	const joined = await as(org, "user", (ctx) => updateAccount(ctx, { id: orchard, version: 1, industry: "Fruit" }));
	expect(joined.version).toBe(4);
});

test("SUCCESS-1 the plays of all accounts of a file are decided by one job", async () => {
	let text = "Account,Lifecycle,ARR,Renewal date,Health,Risk\n";
	for (let at = 0; at < 60; at++) text += `Firm ${at},customer,5000,${inDays(30)},20,90\n`;
	await importText(org, text, {}, "account");
	const soon = new Date(house().database.clock.now().getTime() + 10_000);
	const ran = await runJobs(soon);
	const decided = ran.filter(({ name, payload }) => name === "success.orchestrate" && isOurs(payload));
	expect(decided.map(({ payload }) => payload)).toEqual([{ orgId: org.id }]);
	const plays = await as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("plays").select(["type"]).where("closed_at", "is", null).execute(),
	);
	expect(plays.filter(({ type }) => type === "renewal")).toHaveLength(60);
	expect(plays.filter(({ type }) => type === "risk")).toHaveLength(60);
});

test("SUCCESS-1 a viewer imports nothing, and a file touches no other organisation's accounts", async () => {
	const bytes = pieces("Account,Health\nOrchard,1\n");
	const file = { name: "a.csv", mediaType: "text/csv", bytes, type: "account" as const };
	await expect(createImport(stepsAs(org, "viewer"), file)).rejects.toMatchObject({ status: 403 });
	const theirs = await make("Orchard");
	const own = org;
	org = await makeOrg("Another firm");
	const { done, refusals } = await importText(
		org,
		`Id,Health\n${theirs},5\n`,
		{ match: "id", accounts: "refuse" },
		"account",
	);
	expect(done.counts).toMatchObject({ updated: 0, refused: 1 });
	expect(refusals[0]!.reason).toMatch(/There is no account with this id/);
	org = own;
	expect((await read(theirs)).health).toBeNull();
});

test("SUCCESS-1 a file that says a thing twice is counted as it is taken in", async () => {
	const id = await upload(org, "Account,Health,Seats\nOrchard,1,2\nOrchard,3,\nOrchard,3,4\n", "account");
	const shown = await preview(org, id);
	expect(shown.counts).toEqual({ created: 1, updated: 2, skipped: 0, refused: 0 });
});
