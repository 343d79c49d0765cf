import { beforeAll, describe, expect, test } from "vitest";
import { callApi, makeKey } from "#tests/support/api.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

describe("the knowledge by the API", () => {
	let org: TestOrg;
	let key: string;

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		key = await makeKey(org);
	});

	test("KB-1, KB-3: many files go up at once, are read, searched, listed and removed", async () => {
		const form = new FormData();
		form.append("files", new Blob(["# Lamps\n\nTungsten lamps glow warm."]), "lamps.md");
		form.append("files", new Blob(["%PDF-1.4 no"]), "broken.pdf");
		const up = await callApi(key, "/api/knowledge/upload", { raw: form, method: "POST" });
		expect(up).toMatchObject({
			status: 201,
			body: { documents: [{ title: "lamps", isSame: false }, { title: "broken" }] },
		});
		await runJobs(new Date(Date.now() + 60_000));
		const [lamps, broken] = up.body.documents;
		const found = await callApi(key, "/api/knowledge/search", { body: { q: "tungsten lamp" } });
		expect(found.body.passages[0]).toMatchObject({ documentId: lamps.id, heading: "Lamps" });
		const list = await callApi(key, "/api/knowledge?state=failed");
		expect(list.body.data).toMatchObject([{ id: broken.id, reason: expect.stringMatching(/damaged/) }]);
		expect((await callApi(key, `/api/knowledge/${lamps.id}`)).body).toMatchObject({ state: "ready" });
		expect((await callApi(key, `/api/knowledge/${lamps.id}`, { method: "DELETE" })).status).toBe(200);
		expect((await callApi(key, "/api/knowledge/search", { body: { q: "tungsten" } })).body.passages).toEqual([]);
	});

	test("KB-1: the same Idempotency-Key uploads once, however its form is cut; another file under it is refused", async () => {
		const send = (text: string, name = "twice.txt") => {
			const form = new FormData();
			form.append("files", new Blob([text]), name);
			const headers = { "idempotency-key": "upload-1" };
			return callApi(key, "/api/knowledge/upload", { raw: form, method: "POST", headers });
		};
		const one = await send("Sodium lamps glow yellow.");
		const two = await send("Sodium lamps glow yellow.");
		expect([one.status, two.status]).toEqual([201, 201]);
		expect(two.body).toEqual(one.body);
		expect(one.body.documents).toMatchObject([{ isSame: false }]);
		expect(two.headers.get("idempotency-replayed")).toBe("true");
		for (const other of [await send("Neon."), await send("Sodium lamps glow yellow.", "thrice.txt")])
			expect([other.status, other.body.error.code]).toEqual([422, "idempotency-key-reused"]);
		const titles = (await callApi(key, "/api/knowledge")).body.data.map((one: { title: string }) => one.title);
		expect(titles.filter((title: string) => /twice|thrice/.test(title))).toEqual(["twice"]);
	});

	test("KB-1: a refused upload does not use its key up", async () => {
		const send = (fields: Record<string, string>) => {
			const form = new FormData();
			for (const [name, value] of Object.entries(fields)) form.append(name, value);
			form.append("files", new Blob(["Argon lamps."]), "argon.txt");
			const headers = { "idempotency-key": "upload-2" };
			return callApi(key, "/api/knowledge/upload", { raw: form, method: "POST", headers });
		};
		expect((await send({ collectionId: org.id })).status).toBe(404);
		expect((await send({})).status).toBe(201);
	});

	test("KB-1: what is no form of files, holds none, or comes from who may not, is refused", async () => {
		const other = await makeOrg();
		expect((await callApi(key, "/api/knowledge/upload", { body: {} })).status).toBe(415);
		const empty = new FormData();
		empty.append("x", "y");
		expect((await callApi(key, "/api/knowledge/upload", { raw: empty, method: "POST" })).status).toBe(422);
		const form = new FormData();
		form.append("collectionId", org.id);
		form.append("files", new Blob(["text"]), "a.txt");
		expect((await callApi(key, "/api/knowledge/upload", { raw: form, method: "POST" })).status).toBe(404);
		const reader = await makeKey(other, "viewer", ["knowledge:read"]);
		expect((await callApi(reader, "/api/knowledge/upload", { raw: form, method: "POST" })).status).toBe(403);
	});
});
