import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { asSystem } from "#db/context.ts";
import { cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { openHookServer, postDelivery } from "#tests/support/shop-house.ts";
import { signDelivery } from "../../../scripts/demo/shop-deliveries.ts";

const PATH = "/api/account-hooks";
let server: string;
let org: TestOrg;
let key: string;
beforeAll(async () => {
	await openTestHouse();
	server = await openHookServer();
});
beforeEach(async () => {
	org = await makeOrg();
	key = await makeKey(org, "admin");
});

const make = (name: string, headers = {}) => callApi(key, PATH, { body: { name }, headers });
const list = async () => (await callApi(key, PATH)).body.data as { id: string; name: string }[];
const deliver = async (id: string, secret: string, told: object) => {
	const body = JSON.stringify(told);
	return (await postDelivery(`${server}/hooks/accounts/${id}`, body, signDelivery(body, secret, new Date()))).status;
};

describe("SUCCESS-1 webhooks for accounts by the API", () => {
	test("SUCCESS-1 a system is let in, posts with its secret, gets a new one, and is taken away", async () => {
		const account = await as(org, "user", (ctx) => createAccount(ctx, { name: "Orchard", lifecycle: "customer" }));
		const made = await make("  Scores ");
		expect(made.status).toBe(201);
		const { id, secret, address } = made.body;
		expect(made.body).toMatchObject({ name: "Scores", secret: expect.stringMatching(/^whsec_/) });
		expect(address).toMatch(new RegExp(`/hooks/accounts/${id}$`));
		expect(await deliver(id, secret, { account: { name: "Orchard" }, health: 70 })).toBeLessThan(300);
		await runJobs();
		expect((await as(org, "user", (ctx) => getIntelligence(ctx, account.id))).health).toBe(70);

		const shown = await callApi(key, `${PATH}/${id}`);
		expect(shown.body).toMatchObject({ id, address, hasFormerSecret: false, lastAt: expect.any(String) });
		const renewed = await callApi(key, `${PATH}/${id}/secret`, { body: {} });
		expect(renewed).toMatchObject({ status: 201, body: { id, secret: expect.stringMatching(/^whsec_/) } });
		expect(await deliver(id, secret, { account: { name: "Orchard" }, health: 71 })).toBeLessThan(300);
		expect(await list()).toMatchObject([{ id, hasFormerSecret: true }]);
		expect((await callApi(key, `${PATH}/${id}/former-secret`, { method: "DELETE" })).status).toBe(200);
		expect(await deliver(id, secret, { account: { name: "Orchard" }, health: 72 })).toBe(401);
		expect(await deliver(id, renewed.body.secret, { account: { name: "Orchard" }, health: 73 })).toBeLessThan(300);

		expect((await callApi(key, `${PATH}/${id}`, { method: "DELETE" })).status).toBe(200);
		expect((await callApi(key, `${PATH}/${id}`)).status).toBe(404);
		expect(await list()).toEqual([]);
	});

	test("SUCCESS-1 a secret is told once: not by a list, nor by the same Idempotency-Key again, nor kept anywhere in plain text", async () => {
		const answers = await Promise.all(Array.from({ length: 20 }, () => make("Scores", { "idempotency-key": "one" })));
		expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
		expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
		const told = answers.flatMap(({ body }) => body.secret ?? []);
		expect(told).toHaveLength(1);
		expect(await list()).toHaveLength(1);
		const rotate = () =>
			callApi(key, `${PATH}/${answers[0]!.body.id}/secret`, { body: {}, headers: { "idempotency-key": "two" } });
		const [first, again] = [await rotate(), await rotate()];
		expect(again.body).toEqual({ ...first.body, secret: null });
		expect(again.headers.get("idempotency-replayed")).toBe("true");
		const kept = await as(org, "owner", async ({ db }) => [
			await db.selectFrom("idempotency_keys").selectAll().execute(),
			await db.selectFrom("events").selectAll().execute(),
			await db.selectFrom("account_hooks").selectAll().execute(),
			(await callApi(key, PATH)).body,
		]);
		expect(kept).toHaveLength(4);
		for (const secret of [...told, first.body.secret]) expect(JSON.stringify(kept)).not.toContain(secret);
	});

	test("SUCCESS-1 fifty are the most, however many are made at once", async () => {
		for (let made = 0; made < 45; made++) await make(`System ${made}`);
		const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => make(`More ${at}`)));
		expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
		expect(answers.filter(({ status }) => status === 409)).toHaveLength(15);
		expect(await list()).toHaveLength(50);
	});

	test("SUCCESS-1 is for whom its pages are: by role, scope and a confirmed address; others find nothing", async () => {
		const { id } = (await make("Scores")).body;
		const user = await makeKey(org, "user");
		expect((await callApi(user, `${PATH}/${id}`)).status).toBe(200);
		const reading = await makeKey(org, "admin", ["account-hooks:read"]);
		for (const low of [user, await makeKey(org, "manager"), reading]) {
			expect((await callApi(low, PATH, { body: { name: "Mine" } })).status).toBe(403);
			expect((await callApi(low, `${PATH}/${id}/secret`, { body: {} })).status).toBe(403);
			expect((await callApi(low, `${PATH}/${id}/former-secret`, { method: "DELETE" })).status).toBe(403);
			expect((await callApi(low, `${PATH}/${id}`, { method: "DELETE" })).status).toBe(403);
		}
		expect((await callApi(await makeKey(org, "viewer"), PATH)).status).toBe(403);
		const stranger = await makeKey(await makeOrg());
		expect((await callApi(stranger, PATH)).body.data).toEqual([]);
		expect((await callApi(stranger, `${PATH}/${id}/secret`, { body: {} })).status).toBe(404);
		const headers = { cookie: await cookieOf(org, "admin"), "sec-fetch-site": "same-origin" };
		const bySession = () => callApi(undefined, PATH, { body: { name: "By session" }, headers });
		const confirm = (at: Date | null) =>
			asSystem((db) =>
				db.updateTable("users").set({ email_verified_at: at }).where("id", "=", org.members.admin.userId).execute(),
			);
		await confirm(null);
		expect(await bySession()).toMatchObject({
			status: 422,
			body: { error: { message: expect.stringContaining("Confirm your email address") } },
		});
		await confirm(new Date());
		expect((await bySession()).status).toBe(201);
	});

	test("SUCCESS-1 what is wrong is refused in words, and changes nothing", async () => {
		for (const body of [{}, { name: "" }, { name: "x".repeat(101) }, { name: 3 }, { name: "A", secret: "mine" }])
			expect((await callApi(key, PATH, { body })).status).toBe(422);
		for (const id of [newId(), "none"])
			for (const [path, method] of [
				[`${PATH}/${id}`, "GET"],
				[`${PATH}/${id}`, "DELETE"],
				[`${PATH}/${id}/former-secret`, "DELETE"],
			] as const)
				expect((await callApi(key, path, { method })).status, `${method} ${path}`).toBe(404);
		expect(await list()).toEqual([]);
	});
});
