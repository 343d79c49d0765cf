import { beforeAll, describe, expect, test } from "vitest";
import { PERMISSIONS } from "#app/domain/identity/policy.ts";
import { openSession } from "#app/domain/identity/sessions/open-session.ts";
import { signInCookie } from "#app/doors/session.ts";
import { endpoints } from "#app/routes/api/endpoints.ts";
import { asSystem } from "#db/context.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";

describe("the API's door", () => {
	let org: TestOrg;
	let place: Awaited<ReturnType<typeof makePlace>>;
	let key: string;
	const lead = (more: object = {}) => ({
		locationId: place.id,
		title: "Brakes",
		contact: { email: "ann@c.test" },
		...more,
	});

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		place = await makePlace(org.id);
		key = await makeKey(org);
	});

	test("ID-5 a stranger, an unknown key, a revoked one and an expired one are told nothing but 401", async () => {
		const revoked = await makeKey(org);
		const expired = await makeKey(org);
		await asSystem(async (db) => {
			const all = await db.selectFrom("api_keys").select(["id"]).where("org_id", "=", org.id).orderBy("id").execute();
			const [, second, third] = all.map((row) => row.id);
			await db.updateTable("api_keys").set({ revoked_at: new Date() }).where("id", "=", second!).execute();
			await db
				.updateTable("api_keys")
				.set({ expires_at: new Date(0) })
				.where("id", "=", third!)
				.execute();
		});
		for (const used of [undefined, "pk_unknown", revoked, expired]) {
			const { status, body, headers } = await callApi(used, "/api/leads");
			expect([status, body.error.code]).toEqual([401, "unauthorized"]);
			expect(headers.get("www-authenticate")).toBe("Bearer");
		}
		expect((await callApi(key, "/api/leads")).status).toBe(200);
	});

	test("ID-5 another kind of Authorization is not taken for the browser's session", async () => {
		const cookie = await cookieOf(org);
		expect((await callApi(undefined, "/api/leads", { headers: { cookie } })).status).toBe(200);
		const basic = { cookie, authorization: "Basic b3duZXI6c2VjcmV0" };
		expect((await callApi(undefined, "/api/leads", { headers: basic })).status).toBe(401);
	});

	test("a session may not change anything from another site", async () => {
		const cookie = await cookieOf(org);
		const from = (site: string) => ({ body: lead(), headers: { cookie, "sec-fetch-site": site } });
		expect((await callApi(undefined, "/api/leads", from("cross-site"))).status).toBe(403);
		expect((await callApi(undefined, "/api/leads", from("same-origin"))).status).toBe(201);
	});

	test("ID-5 a scope to write is none to read, and the other way round", async () => {
		const writer = await makeKey(org, "owner", ["leads:write"]);
		const reader = await makeKey(org, "owner", ["leads:read"]);
		expect((await callApi(writer, "/api/leads")).status).toBe(403);
		expect((await callApi(writer, "/api/leads", { body: lead() })).status).toBe(201);
		expect((await callApi(reader, "/api/leads")).status).toBe(200);
		expect((await callApi(reader, "/api/leads", { body: lead() })).status).toBe(403);
	});

	test("ID-5 a viewer's key with every scope reads and does not write", async () => {
		const viewer = await makeKey(org, "viewer");
		expect((await callApi(viewer, "/api/leads")).status).toBe(200);
		expect((await callApi(viewer, "/api/leads", { body: lead() })).status).toBe(403);
	});

	test("ID-5 a key may at once only what its member may now", async () => {
		const managers = await makeKey(org, "manager");
		expect((await callApi(managers, "/api/leads", { body: lead() })).status).toBe(201);
		const become = (role: "viewer" | "manager") =>
			asSystem((db) => db.updateTable("memberships").set({ role }).where("id", "=", org.members.manager.id).execute());
		await become("viewer");
		expect((await callApi(managers, "/api/leads", { body: lead() })).status).toBe(403);
		await become("manager");
	});

	test("an unknown path is 404 and an unknown method 405 with Allow, both in the shape of errors", async () => {
		const missing = await callApi(key, "/api/nothing/here");
		expect(missing.status).toBe(404);
		expect(missing.body.error).toEqual({
			code: "not-found",
			message: "There is no such endpoint here.",
			fields: {},
			requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
		expect(missing.headers.get("x-request-id")).toBe(missing.body.error.requestId);
		const wrong = await callApi(key, "/api/leads", { method: "PUT", body: {} });
		expect([wrong.status, wrong.body.error.code]).toEqual([405, "method-not-allowed"]);
		expect(wrong.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
	});

	test("HEAD is GET without a body, OPTIONS says what a path takes, and a slash at the end does no harm", async () => {
		const head = await callApi(key, "/api/leads", { method: "HEAD" });
		expect([head.status, head.body]).toEqual([200, undefined]);
		const options = await callApi(undefined, "/api/leads", { method: "OPTIONS" });
		expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, POST, HEAD, OPTIONS"]);
		expect((await callApi(key, "/api/leads/")).status).toBe(200);
	});

	test("a body that is no JSON object is 400, another type 415, wrong fields 422 with their names", async () => {
		const json = { "content-type": "application/json" };
		for (const raw of ["{", "[]", "null", '"text"', "1"]) {
			expect((await callApi(key, "/api/leads", { raw, headers: json })).status).toBe(400);
		}
		const form = { "content-type": "application/x-www-form-urlencoded" };
		expect((await callApi(key, "/api/leads", { raw: "title=x", headers: form })).status).toBe(415);
		const faulty = await callApi(key, "/api/leads", { body: { locationId: "here", contact: { email: "nobody" } } });
		expect(faulty.status).toBe(422);
		expect(Object.keys(faulty.body.error.fields).sort()).toEqual(["contact.email", "locationId", "title"]);
	});

	test("a body that is made to be deep is 422 before anything walks it", async () => {
		const json = { "content-type": "application/json" };
		const deep = `{"title":"x","contact":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`;
		const refused = await callApi(key, "/api/leads", { raw: deep, headers: json });
		expect(refused.status).toBe(422);
		expect(refused.body.error.message).toMatch(/nests more than 100 levels/);
	});

	test("a body over 1 MB is 413, also when it is chunked and says no length", async () => {
		const big = JSON.stringify({ title: "x".repeat(1024 * 1024) });
		const json = { "content-type": "application/json" };
		expect((await callApi(key, "/api/leads", { raw: big, headers: json })).status).toBe(413);
		let sent = 0;
		const endless = new ReadableStream<Uint8Array>({
			pull(controller) {
				sent += 65_536;
				controller.enqueue(new Uint8Array(65_536).fill(32));
			},
		});
		expect((await callApi(key, "/api/leads", { raw: endless, headers: json })).status).toBe(413);
		expect(sent).toBeLessThan(2 * 1024 * 1024);
	});

	test("limits are told with every answer, and the call too many is 429 with Retry-After", async () => {
		const busy = await makeKey(org, "owner", ["leads:read"]);
		const first = await callApi(busy, "/api/leads?limit=1");
		expect(first.headers.get("ratelimit-limit")).toBe("300");
		expect(Number(first.headers.get("ratelimit-remaining"))).toBe(299);
		const refused = await callApi(busy, "/api/leads", { body: {} });
		expect([refused.status, refused.headers.get("ratelimit-limit")]).toEqual([403, "300"]);
		await asSystem((db) =>
			db
				.updateTable("rate_limits")
				.set({ full_at: new Date(Date.now() + 31_000) })
				.where("bucket", "like", "api-key:%")
				.execute(),
		);
		// What this process took from the bucket beforehand is made first.
		let over = await callApi(busy, "/api/leads");
		for (let more = 0; more < 30 && over.status === 200; more++) over = await callApi(busy, "/api/leads");
		expect([over.status, over.body.error.code]).toEqual([429, "too-many-requests"]);
		expect(Number(over.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
		expect(over.headers.get("ratelimit-remaining")).toBe("0");
		await asSystem((db) => db.deleteFrom("rate_limits").execute());
	});

	test("ID-5 guessing keys is throttled by address and does not shut out a good one", async () => {
		const ip = "198.51.100.77";
		const answers: number[] = [];
		for (let tries = 0; tries < 22; tries++) answers.push((await callApi(`pk_${tries}`, "/api/leads", { ip })).status);
		expect(answers.filter((status) => status === 401)).toHaveLength(20);
		expect(answers.at(-1)).toBe(429);
		expect((await callApi(key, "/api/leads", { ip })).status).toBe(200);
	});

	test("every endpoint refuses a stranger and a key without scopes for it, and treats what is no id as absent", async () => {
		const [tasks, locations] = [
			await makeKey(org, "owner", ["tasks:read"]),
			await makeKey(org, "owner", ["locations:read"]),
		];
		for (const { method, path, permission } of endpoints) {
			const bare = PERMISSIONS[permission].scope === "tasks:read" ? locations : tasks;
			const url = path.replace(/\{\w+\}/g, "0198c0de-0000-7000-8000-000000000000");
			const call = { method, ...(method === "GET" || method === "DELETE" ? {} : { body: {} }) };
			expect([url, (await callApi(undefined, url, call)).status]).toEqual([url, 401]);
			expect([url, (await callApi(bare, url, call)).status]).toEqual([url, 403]);
			if (!path.includes("{")) continue;
			const absurd = await callApi(key, path.replace(/\{\w+\}/g, "no-id"), call);
			expect([path, absurd.status, absurd.body.error.code]).toEqual([path, 404, "not-found"]);
		}
	});
});

async function cookieOf(org: TestOrg): Promise<string> {
	const origin = { ip: undefined, userAgent: undefined, requestId: "test" };
	const { token } = await asSystem((db) => openSession(db, org.members.owner.userId, origin));
	return (await signInCookie(token)).split(";")[0]!;
}
