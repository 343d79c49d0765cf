import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { conflict } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { answerEndpoint, endpoint } from "#app/doors/api/endpoint.ts";
import { asSystem } from "#db/context.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";

describe("an Idempotency-Key", () => {
	let org: TestOrg;
	let key: string;
	let body: Record<string, unknown>;
	const send = (name: string, more: object = {}, by = key) =>
		callApi(by, "/api/leads", { body: { ...body, ...more }, headers: { "idempotency-key": name } });

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		const place = await makePlace(org.id);
		key = await makeKey(org);
		body = { locationId: place.id, title: "Brakes", contact: { email: "ann@c.test" } };
	});

	test("API the same key and body twenty times at once make one lead and one answer", async () => {
		const before = await countLeads(org);
		const answers = await Promise.all(Array.from({ length: 20 }, () => send("twenty")));
		expect(answers.map((each) => each.status)).toEqual(Array(20).fill(201));
		expect(new Set(answers.map((each) => JSON.stringify(each.body))).size).toBe(1);
		expect(answers.filter((each) => each.headers.get("idempotency-replayed") === "true")).toHaveLength(19);
		expect(await countLeads(org)).toBe(before + 1);
	});

	test("API the same key with another body is refused and does nothing", async () => {
		await send("other-body");
		const before = await countLeads(org);
		const refused = await send("other-body", { title: "Tyres" });
		expect([refused.status, refused.body.error.code]).toEqual([422, "idempotency-key-reused"]);
		expect(await countLeads(org)).toBe(before);
	});

	test("API a request that failed does not use its key up", async () => {
		const absent = await send("mended", { locationId: newId() });
		expect(absent.status).toBe(404);
		expect((await send("mended")).status).toBe(201);
	});

	test("API two callers may use the same key, and neither sees the other's answer", async () => {
		const first = await send("shared");
		const second = await send("shared", {}, await makeKey(org));
		expect([first.status, second.status]).toEqual([201, 201]);
		expect(second.body.id).not.toBe(first.body.id);
	});

	test("API a key of more than 200 characters is refused", async () => {
		expect((await send("k".repeat(201))).status).toBe(422);
		expect((await send("k".repeat(200))).status).toBe(201);
	});

	test("API without a key, twice is two", async () => {
		const before = await countLeads(org);
		await callApi(key, "/api/leads", { body });
		await callApi(key, "/api/leads", { body });
		expect(await countLeads(org)).toBe(before + 2);
	});

	describe("around work that calls a provider", () => {
		let runs = 0;
		let finish: () => void = () => undefined;
		let work: () => Promise<unknown> = async () => ({ runs: ++runs });
		const slow = endpoint({
			method: "POST",
			path: "/api/slow",
			summary: "Work slowly",
			permission: "leads.create",
			input: z.object({}),
			output: z.object({ runs: z.number() }),
			runOutside: () => work(),
		});
		const ask = async (name: string) => {
			const headers = { authorization: `Bearer ${key}`, "idempotency-key": name };
			const request = new Request("http://localhost:3000/api/slow", { method: "POST", headers });
			return answerEndpoint([slow], { request, context: { requestId: newId(), nonce: "", ip: undefined } });
		};

		test("API a second call while the first is answered is 409, and afterwards gets its answer", async () => {
			work = () => new Promise((resolve) => (finish = () => resolve({ runs: ++runs })));
			const first = ask("waiting");
			await expect.poll(async () => (await ask("waiting")).status).toBe(409);
			finish();
			expect(await (await first).json()).toEqual({ runs: 1 });
			const second = await ask("waiting");
			expect([await second.json(), second.headers.get("idempotency-replayed")]).toEqual([{ runs: 1 }, "true"]);
		});

		test("API a failure frees the key, and so does a process that died five minutes ago", async () => {
			work = async () => {
				throw conflict("Not now.");
			};
			expect((await ask("fails")).status).toBe(409);
			work = async () => ({ runs: ++runs });
			expect((await ask("fails")).status).toBe(200);
			const died = { status: null, response: null, created_at: new Date(Date.now() - 6 * 60_000) };
			await as(org, "owner", (ctx) =>
				ctx.db.updateTable("idempotency_keys").set(died).where("key", "=", "fails").execute(),
			);
			expect((await ask("fails")).status).toBe(200);
			expect(runs).toBe(3);
		});
	});

	test("ID-5 neither a key nor a token stands in what is kept of answers", async () => {
		const rows = await asSystem((db) => db.selectFrom("idempotency_keys").selectAll().execute());
		expect(rows.length).toBeGreaterThan(0);
		expect(JSON.stringify(rows)).not.toContain(key);
	});
});

async function countLeads(org: TestOrg): Promise<number> {
	const rows = await as(org, "owner", (ctx) => ctx.db.selectFrom("leads").select("id").execute());
	return rows.length;
}
