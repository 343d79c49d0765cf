import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { getIntelligence, listScoreChanges } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { forgetDeliveries } from "#app/domain/success/webhook/forget-deliveries.ts";
import { getAccountDelivery, getHook, listAccountDeliveries } from "#app/domain/success/webhook/hook-queries.ts";
import { changeSecret, createHook, removeFormerSecret, removeHook } from "#app/domain/success/webhook/hooks.ts";
import { MOST_BYTES } from "#app/domain/success/webhook/schema.ts";
import { type Steps, takeDelivery } from "#app/domain/success/webhook/take-delivery.ts";
import { writeAccountRefusals } from "#app/doors/hooks/account-intake.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { forgetJobs, openHookServer, postDelivery } from "#tests/support/shop-house.ts";
import { signDelivery } from "../../../scripts/demo/shop-deliveries.ts";

let server: string;
let org: TestOrg;
let hook: { id: string; secret: string };
let url: string;

beforeAll(async () => {
	await openTestHouse();
	server = await openHookServer();
});
beforeEach(async () => {
	await forgetJobs();
	org = await makeOrg();
	hook = await as(org, "admin", (ctx) => createHook(ctx, { name: "Billing" }));
	url = `${server}/hooks/accounts/${hook.id}`;
});

const make = async (name: string, more = {}) =>
	(await as(org, "user", (ctx) => createAccount(ctx, { name, lifecycle: "customer", ...more }))).id;
const read = (id: string) => as(org, "viewer", (ctx) => getIntelligence(ctx, id));
const sign = (body: string, { secret = hook.secret, at = new Date(), id = newId() } = {}) =>
	signDelivery(body, secret, at, id);
const post = (told: unknown, more: Parameters<typeof sign>[1] = {}) => {
	const body = typeof told === "string" ? told : JSON.stringify(told);
	return postDelivery(url, body, sign(body, more));
};
/** Does what waits, each twice, and then what that asked for a moment later. */
const settle = async () => {
	const now = Date.now();
	return [...(await runJobs(new Date(now + 1_000), 2)), ...(await runJobs(new Date(now + 10_000), 2))];
};
const deliveries = async () => (await as(org, "user", (ctx) => listAccountDeliveries(ctx, { hookId: hook.id }))).data;
const remarksOf = async (id: string) =>
	(await as(org, "user", (ctx) => getAccountDelivery(ctx, { hookId: hook.id, id }))).remarks;

describe("what an outside system posts of an account", () => {
	test("SUCCESS-1 is kept with its history, its source and the webhook as who did it, and decides the account's plays", async () => {
		const orchard = await make("Orchard", { domain: "orchard.example", ownerId: org.members.user.id });
		// What its making asked for is over.
		await settle();
		const answer = await post({
			...{ account: { domain: "https://www.Orchard.example/" }, arrCents: 12_000_000, previousArrCents: 10_000_000 },
			...{ renewalOn: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10), health: 20, risk: 90 },
			...{ opportunity: 5, plan: "growth", seats: 200, activeUsers: 150, usageTrend: -12, openTickets: 3 },
			...{ lastContactOn: "2026-10-01", contracts: [{ title: "Main" }], stakeholders: [{ name: "Ann Oak" }] },
		});
		expect(answer).toMatchObject({ status: 202, body: { accounts: 1, refused: [] } });
		await settle();
		expect(await read(orchard)).toMatchObject({
			...{ arrCents: 12_000_000, previousArrCents: 10_000_000, health: 20, risk: 90, plan: "growth", utilisation: 75 },
			...{ source: "webhook", contracts: [{ title: "Main" }], stakeholders: [{ name: "Ann Oak" }] },
		});
		const changes = await as(org, "viewer", (ctx) => listScoreChanges(ctx, orchard));
		expect(changes.map(({ score, value }) => [score, value])).toEqual([
			...[
				["activeUsers", 150],
				["arrCents", 12_000_000],
				["health", 20],
				["opportunity", 5],
				["risk", 90],
			],
			["utilisation", 75],
		]);
		expect(new Set(changes.map(({ source, by }) => `${source} ${by}`))).toEqual(new Set(["webhook Billing"]));
		const told = await as(org, "admin", (ctx) =>
			ctx.db
				.selectFrom("events")
				.select(["actor_kind", "actor_id", "actor_name"])
				.where("subject_id", "=", orchard)
				.where("name", "=", "account.intelligence-changed")
				.execute(),
		);
		expect(told).toEqual([{ actor_kind: "webhook", actor_id: hook.id, actor_name: "Billing" }]);
		const plays = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("plays").select("type").where("account_id", "=", orchard).orderBy("type").execute(),
		);
		expect(plays.map(({ type }) => type)).toEqual(["renewal", "risk"]);
		// What was sent is not kept; what became of it is.
		const [kept] = await as(org, "admin", (ctx) => ctx.db.selectFrom("account_deliveries").selectAll().execute());
		expect(kept).toMatchObject({ state: "processed", entries: [], total: 1, changed: 1, remarks: [] });
	});

	test("SUCCESS-1 twenty at once of one delivery count once, and so does another body under its id", async () => {
		const orchard = await make("Orchard");
		const id = newId();
		const body = JSON.stringify({ account: "Orchard", health: 40 });
		const answers = await Promise.all(Array.from({ length: 20 }, () => post(body, { id })));
		expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 202]);
		expect(new Set(answers.map((one) => one.body.deliveryId)).size).toBe(1);
		expect((await post({ account: "Orchard", health: 99 }, { id })).body).toMatchObject({ duplicate: true });
		await settle();
		expect(await deliveries()).toMatchObject([{ key: id, state: "processed", changed: 1 }]);
		expect(await read(orchard)).toMatchObject({ health: 40 });
		expect(await as(org, "viewer", (ctx) => listScoreChanges(ctx, orchard))).toHaveLength(1);
	});

	test("SUCCESS-1 of an earlier instant than what is known overwrites nothing, field by field, and says so", async () => {
		const orchard = await make("Orchard");
		const ago = (seconds: number) => new Date(Date.now() + 1_000 - seconds * 1_000).toISOString();
		await new Promise((resolve) => setTimeout(resolve, 5));
		const account = { id: orchard };
		// The later one comes first; what it confirms without changing counts too.
		await post({ account, at: ago(0), health: 60, seats: 10 });
		await settle();
		const late = await post({ account, at: ago(100), health: 50, risk: 20 });
		await settle();
		expect(await read(orchard)).toMatchObject({ health: 60, risk: 20, seats: 10 });
		expect(await remarksOf(late.body.deliveryId)).toMatchObject([
			{
				entry: 1,
				accountId: orchard,
				kind: "late",
				reason: "Something newer is known of health already, so it was left as it is.",
			},
		]);
		await post({ account, at: ago(50), risk: 25 });
		await settle();
		expect(await read(orchard)).toMatchObject({ risk: 25 });
	});

	test("SUCCESS-1 what a member changed since is newer than a delivery of before", async () => {
		const orchard = await make("Orchard");
		await as(org, "user", (ctx) => saveIntelligence(ctx, orchard, { health: 80, arrCents: 500 }));
		const before = new Date(Date.now() - 60_000).toISOString();
		await post({ account: { id: orchard }, at: before, health: 10, arrCents: 100, openTickets: 4 });
		await settle();
		expect(await read(orchard)).toMatchObject({ health: 80, arrCents: 500, openTickets: 4 });
		await post({ account: { id: orchard }, health: 15 });
		await settle();
		expect(await read(orchard)).toMatchObject({ health: 15 });
	});
});

describe("a list", () => {
	test("SUCCESS-1 is taken entry by entry: what is wrong with one is told and keeps no other out", async () => {
		const [orchard, trashed] = [await make("Orchard"), await make("Gone")];
		await make("Twin");
		await make("Twin");
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "account", id: trashed } as never));
		const answer = await post([
			{ account: "Nobody Ltd", health: 1 },
			{ account: { name: "orchard" }, health: 30 },
			{ account: "Orchard", helth: 1 },
			{ account: "Orchard", health: 101 },
			{ account: "Twin", health: 2 },
			{ account: { id: trashed }, health: 2 },
			{ account: { name: "Orchard" }, at: "2999-01-01T00:00:00Z", health: 3 },
			{ account: "Orchard", stakeholders: [{ name: "Ann", contactId: newId() }] },
			{ health: 3 },
			"nonsense",
		]);
		expect(answer.status).toBe(202);
		expect(answer.body).toMatchObject({ accounts: 6 });
		expect((answer.body.refused as unknown as { entry: number }[]).map(({ entry }) => entry)).toEqual([3, 4, 9, 10]);
		await settle();
		expect(await read(orchard)).toMatchObject({ health: 30, stakeholders: [] });
		const remarks = await remarksOf(answer.body.deliveryId);
		expect(Object.fromEntries(remarks.map(({ entry, reason }) => [entry, reason]))).toEqual({
			1: "There is no account with the name “Nobody Ltd” here.",
			3: "There is no field helth.",
			4: "health: Not above 100.",
			5: "Several accounts have the name “Twin”. Send the account's id instead.",
			6: "This account is in the trash. Restore it to change it.",
			7: "It is of an instant that has not come yet. Check at and the sender's clock.",
			8: "Some fields cannot be accepted. stakeholders: One of the contacts is not here.",
			9: expect.any(String),
			10: expect.any(String),
		});
		expect(await deliveries()).toMatchObject([{ state: "processed", total: 10, changed: 1, refused: 9, late: 0 }]);
	});

	test("SUCCESS-1 of many accounts has the plays decided by one job", async () => {
		const ids = await Promise.all(Array.from({ length: 30 }, (_, at) => make(`Firm ${at}`)));
		await settle();
		const told = ids.map((id, at) => ({ account: { id }, health: at, arrCents: 1_000 + at, risk: 90 }));
		await post(told);
		const ran = await settle();
		expect(ran.filter(({ error }) => error)).toEqual([]);
		const decided = ran.filter(({ name }) => name === "success.orchestrate");
		expect(decided.map(({ payload }) => payload)).toEqual([{ orgId: org.id }]);
		const plays = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("plays").select("id").where("type", "=", "risk").where("closed_at", "is", null).execute(),
		);
		expect(plays).toHaveLength(30);
	});
});

test("SUCCESS-1 a delivery whose process dies in the middle goes on where it was; two at once take turns", async () => {
	const ids = await Promise.all(Array.from({ length: 8 }, (_, at) => make(`Firm ${at}`)));
	const { body } = await post(ids.map((id, at) => ({ account: { id }, health: at + 1 })));
	const actor = { kind: "webhook", id: hook.id, name: "Billing" } as const;
	const dying: Steps = (fn) => {
		if (--left < 0) throw new Error("killed");
		return asActor(org.id, actor, fn);
	};
	let left = 3;
	await expect(takeDelivery(dying, body.deliveryId)).rejects.toThrow("killed");
	expect(await deliveries()).toMatchObject([{ state: "received", done: 3, changed: 3 }]);
	const living: Steps = (fn) => asActor(org.id, actor, fn);
	await Promise.all([takeDelivery(living, body.deliveryId), takeDelivery(living, body.deliveryId)]);
	expect(await deliveries()).toMatchObject([{ state: "processed", done: 8, changed: 8 }]);
	const kept = await as(org, "viewer", (ctx) => ctx.db.selectFrom("account_scores").select("id").execute());
	expect(kept).toHaveLength(8);
});

describe("a delivery that is not taken", () => {
	test("SUCCESS-1 wrongly signed, unsigned, old or undated is 401, counted, and nothing of it is kept", async () => {
		await make("Orchard");
		const body = JSON.stringify({ account: "Orchard", health: 1 });
		const good = sign(body);
		const { "webhook-signature": _signature, ...unsigned } = good;
		const { "webhook-timestamp": _timestamp, ...undated } = good;
		const refused = [
			[sign(body, { secret: "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==" }), "signature-mismatch"],
			[{ ...good, "webhook-id": "another" }, "signature-mismatch"],
			[unsigned, "signature-missing-signature"],
			[undated, "signature-missing-timestamp"],
			[sign(body, { at: new Date(Date.now() - 600_000) }), "signature-stale"],
		] as const;
		for (const [headers, code] of refused)
			expect(await postDelivery(url, body, headers as never)).toMatchObject({ status: 401, body: { error: { code } } });
		await writeAccountRefusals();
		expect(await as(org, "user", (ctx) => getHook(ctx, hook.id))).toMatchObject({ signatureFailures: 5 });
		expect(await deliveries()).toEqual([]);
		expect((await postDelivery(`${server}/hooks/accounts/${newId()}`, body, good)).status).toBe(404);
	});

	test("SUCCESS-1 broken, of another shape, too long or without an id has a clear answer", async () => {
		await make("Orchard");
		const answers = [
			[await post("{ not json"), 400, "The body is not JSON."],
			[await post([]), 422, "The list is empty."],
			[
				await post(Array(101).fill({ account: "Orchard", health: 1 })),
				422,
				"The list has 101 accounts. Send at most 100 at once.",
			],
			[await post({ account: "Orchard", health: "good" }), 422, "health: Write a whole number."],
			[await post("7"), 422, expect.stringMatching(/object/)],
			[
				await post({ account: "Orchard" }, { id: "x".repeat(201) }),
				400,
				"Send an id of at most 200 characters as webhook-id.",
			],
		] as const;
		for (const [{ status, body }, wanted, message] of answers) {
			expect(status).toBe(wanted);
			expect((body.error as unknown as { message: string }).message).toEqual(message);
		}
		expect((await deliveries()).map(({ state }) => state)).toEqual(Array(5).fill("rejected"));
		const large = await post(`"${"x".repeat(MOST_BYTES)}"`).catch(() => ({ status: 413 }));
		expect(large.status).toBe(413);
		// Set right, it is taken under the same id.
		const id = newId();
		await post("{", { id });
		expect((await post({ account: "Orchard", health: 12 }, { id })).status).toBe(202);
	});

	test("SUCCESS-1 of zeros and half characters is no failure of ours", async () => {
		await make("Orchard");
		const { body } = await post(
			'{"account": "Orch\\u0000\\ud800ard", "stakeholders": [{"name": "A\\u0000n\\ud800n"}]}',
		);
		const ran = await settle();
		expect(ran.filter(({ error }) => error)).toEqual([]);
		expect(await remarksOf(body.deliveryId)).toMatchObject([{ kind: "refused" }]);
		const field = await post('{"account": "Orchard", "hea\\u0000l\\ud800th": 1}');
		expect(field.status).toBe(422);
	});
});

describe("who may let a system post", () => {
	test("SUCCESS-1 an administrator changes the secret, the former holds until it is removed, and takes the webhook away", async () => {
		const orchard = await make("Orchard");
		const former = hook.secret;
		// Pressed twice, the secret that the sender uses is not lost.
		await as(org, "admin", (ctx) => changeSecret(ctx, hook.id));
		const { secret } = await as(org, "admin", (ctx) => changeSecret(ctx, hook.id));
		for (const [one, health] of [
			[former, 1],
			[secret, 2],
		] as const)
			expect((await post({ account: "Orchard", health }, { secret: one })).status).toBe(202);
		await as(org, "admin", (ctx) => removeFormerSecret(ctx, hook.id));
		expect((await post({ account: "Orchard", health: 3 }, { secret: former })).status).toBe(401);
		expect((await post({ account: "Orchard", health: 4 }, { secret })).status).toBe(202);
		await settle();
		await as(org, "admin", (ctx) => removeHook(ctx, hook.id));
		expect((await post({ account: "Orchard", health: 5 }, { secret })).status).toBe(404);
		expect(await read(orchard)).toMatchObject({ health: 4 });
		const kept = await house().database.owner.query(
			"select count(*)::int as rows from account_deliveries where org_id = $1",
			[org.id],
		);
		expect(kept).toEqual([{ rows: 0 }]);
		const names = await as(org, "admin", (ctx) =>
			ctx.db.selectFrom("events").select("name").where("subject_type", "=", "account-hook").orderBy("id").execute(),
		);
		expect(names.map(({ name }) => name)).toEqual(
			["created", "secret-changed", "secret-changed", "former-secret-removed", "removed"].map(
				(act) => `account-hook.${act}`,
			),
		);
	});

	test("SUCCESS-1 the secret is kept encrypted, and a manager or another organisation reaches nothing", async () => {
		const [row] = await house().database.owner.query<{ text: string }>(
			"select h::text as text from account_hooks h where id = $1",
			[hook.id],
		);
		expect(row!.text).not.toContain(hook.secret.slice(6));
		for (const act of [createHook, changeSecret, removeHook]) {
			const input = act === createHook ? { name: "Mine" } : hook.id;
			await expect(
				as(org, "manager", (ctx) => (act as never as typeof removeHook)(ctx, input as never)),
			).rejects.toMatchObject({ status: 403 });
		}
		await expect(as(org, "viewer", (ctx) => getHook(ctx, hook.id))).rejects.toMatchObject({ status: 403 });
		const other = await makeOrg("Another firm");
		const acts = [changeSecret, removeFormerSecret, removeHook, getHook];
		for (const act of acts)
			await expect(as(other, "admin", (ctx) => (act as typeof removeHook)(ctx, hook.id))).rejects.toMatchObject({
				status: 404,
			});
		// A webhook tells of its own organisation's accounts alone.
		const theirs = (await as(other, "user", (ctx) => createAccount(ctx, { name: "Theirs" }))).id;
		const { body } = await post([
			{ account: { id: theirs }, health: 1 },
			{ account: "Theirs", health: 1 },
		]);
		await settle();
		expect((await remarksOf(body.deliveryId)).map(({ reason }) => reason)).toEqual([
			`There is no account with the id ${theirs} here.`,
			"There is no account with the name “Theirs” here.",
		]);
		expect(await as(other, "viewer", (ctx) => getIntelligence(ctx, theirs))).toMatchObject({ health: null });
	});

	test("SUCCESS-1 what became of deliveries is forgotten after 90 days", async () => {
		await post("{");
		const now = new Date();
		expect(await forgetDeliveries(new Date(now.getTime() + 89 * 86_400_000))).toBe(0);
		expect(await forgetDeliveries(new Date(now.getTime() + 91 * 86_400_000))).toBeGreaterThan(0);
		expect(await deliveries()).toEqual([]);
	});
});
