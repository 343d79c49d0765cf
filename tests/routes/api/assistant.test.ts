import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { answerEndpoint } from "#app/doors/api/endpoint.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { providers, setProviders } from "#app/providers/open.ts";
import { endpoints } from "#app/routes/api/endpoints.ts";
import type { ModelStandIn } from "#tests/standins/model-server.ts";
import { OPENAI_KEY, startOpenAi } from "#tests/standins/openai.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
let key: string;
let standIn: ModelStandIn;

beforeAll(async () => {
	await openTestHouse();
	standIn = await startOpenAi();
	org = await makeOrg();
	key = await makeKey(org, "user");
});
afterAll(() => standIn.stop());

describe("the assistant by API", () => {
	test("CHAT-1: asked, gone on with, listed, read and deleted", async () => {
		const asked = await callApi(key, "/api/assistant/chat", { body: { message: "show pending intakes" } });
		expect(asked.status).toBe(200);
		expect(asked.body.answer).toMatchObject({
			role: "assistant",
			state: "done",
			source: "rules",
			body: "Nothing waits for the team.",
		});
		const { conversationId } = asked.body;
		const more = await callApi(key, "/api/assistant/chat", { body: { message: "help", conversationId } });
		expect(more.body.conversationId).toBe(conversationId);
		expect((await callApi(key, "/api/conversations")).body.data).toMatchObject([{ id: conversationId }]);
		const read = await callApi(key, `/api/assistant/conversations/${conversationId}`);
		expect(read.body.messages).toHaveLength(4);
		const gone = await callApi(key, `/api/assistant/conversations/${conversationId}`, { method: "DELETE" });
		expect(gone.body).toEqual({ id: conversationId, deleted: true });
		expect((await callApi(key, "/api/conversations")).body.data).toEqual([]);
	});

	test("CHAT-1: another member's key and another organisation's find nothing of it", async () => {
		const { body } = await callApi(key, "/api/assistant/chat", { body: { message: "help" } });
		for (const stranger of [await makeKey(org, "owner"), await makeKey(await makeOrg(), "user")]) {
			expect((await callApi(stranger, `/api/assistant/conversations/${body.conversationId}`)).status).toBe(404);
			const asked = await callApi(stranger, "/api/assistant/chat", {
				body: { message: "help", conversationId: body.conversationId },
			});
			expect(asked.status).toBe(404);
		}
	});

	test("CHAT-1: the same Idempotency-Key asks once", async () => {
		const call = () =>
			callApi(key, "/api/assistant/chat", { body: { message: "help" }, headers: { "idempotency-key": "once" } });
		const [one, two] = [await call(), await call()];
		expect(two.body).toEqual(one.body);
	});

	test("CHAT-2: a key's scopes bound what the assistant sees and proposes", async () => {
		await as(org, "user", (ctx) =>
			createContact(ctx, { firstName: "Zora", lastName: "Quill", email: "zora@example.com" }),
		);
		const narrow = await makeKey(org, "owner", ["assistant:use"]);
		const found = await callApi(narrow, "/api/assistant/chat", { body: { message: "find Zora Quill" } });
		expect(JSON.stringify(found.body)).not.toContain("zora@example.com");
		const task = await callApi(narrow, "/api/assistant/chat", { body: { message: "remind me to call Zora" } });
		expect(task.body.answer.proposals).toEqual([]);
	});

	test("CHAT-1: streamed piece by piece, with the whole at the end, and kept", async () => {
		const config = {
			name: "openai",
			kind: "openai" as const,
			model: "gpt-4o-mini",
			baseUrl: `${standIn.url}/v1`,
			apiKey: OPENAI_KEY,
		};
		setProviders({ ...providers(), models: openModels({ providers: [config], order: ["openai"] }) });
		standIn.replies = [{ text: "Nothing waits at the moment." }];
		const request = new Request("http://localhost:3000/api/assistant/stream", {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			body: JSON.stringify({ message: "show pending intakes" }),
		});
		const response = await answerEndpoint(endpoints, {
			request,
			context: { requestId: newId(), nonce: "", ip: "203.0.113.9" },
		});
		expect(response.headers.get("content-type")).toBe("text/event-stream");
		const events = (await response.text())
			.trim()
			.split("\n\n")
			.map((frame) => ({
				event: /^event: (.+)$/m.exec(frame)?.[1],
				data: JSON.parse(/^data: (.+)$/m.exec(frame)?.[1] ?? "null"),
			}));
		const said = events.filter(({ event }) => event === "text").map(({ data }) => data.text);
		expect(said.join("")).toBe("Nothing waits at the moment.");
		const done = events.at(-1)!;
		expect(done.event).toBe("done");
		expect(done.data.answer).toMatchObject({ body: "Nothing waits at the moment.", source: "model" });
		setProviders({ ...providers(), models: openModels({ providers: [], order: [] }) });
	});

	async function stream(idempotencyKey: string, body: object) {
		const request = new Request("http://localhost:3000/api/assistant/stream", {
			method: "POST",
			headers: {
				authorization: `Bearer ${key}`,
				"content-type": "application/json",
				"idempotency-key": idempotencyKey,
			},
			body: JSON.stringify(body),
		});
		const response = await answerEndpoint(endpoints, {
			request,
			context: { requestId: newId(), nonce: "", ip: "203.0.113.9" },
		});
		const text = await response.text();
		return { text, data: JSON.parse(/^data: (.+)$/m.exec(text.split("\n\n").at(-2) ?? "")?.[1] ?? "null") };
	}

	test("CHAT-1: the same Idempotency-Key streams the first answer again, and another question under it is refused", async () => {
		const one = await stream("twice", { message: "help" });
		const two = await stream("twice", { message: "help" });
		expect(two.data.conversationId).toBe(one.data.conversationId);
		expect(two.data.answer.id).toBe(one.data.answer.id);
		expect((await stream("twice", { message: "my tasks" })).text).toContain("idempotency-key-reused");
		// Of another endpoint it is another key.
		const chat = await callApi(key, "/api/assistant/chat", {
			body: { message: "help" },
			headers: { "idempotency-key": "twice" },
		});
		expect(chat.body.conversationId).not.toBe(one.data.conversationId);
	});

	test("CHAT-2: proposals are listed and decided, once for each key, by nobody else and within the scopes", async () => {
		const asked = await callApi(key, "/api/assistant/chat", { body: { message: "remind me to order film" } });
		const [proposal] = asked.body.answer.proposals;
		const listed = await callApi(key, "/api/assistant/proposals?state=proposed&limit=1");
		expect(listed.body.data).toMatchObject([
			{ id: proposal.id, conversationId: asked.body.conversationId, tool: "create_task", state: "proposed" },
		]);
		const path = `/api/assistant/proposals/${proposal.id}/decision`;
		const confirm = (by = key) =>
			callApi(by, path, { body: { decision: "confirm" }, headers: { "idempotency-key": "film" } });
		expect((await confirm(await makeKey(org, "owner"))).status).toBe(404);
		expect((await callApi(await makeKey(org, "owner"), "/api/assistant/proposals")).body.data).toEqual([]);
		expect((await confirm(await makeKey(org, "user", ["assistant:use"]))).status).toBe(403);
		const [one, two] = [await confirm(), await confirm()];
		expect(one.body).toMatchObject({ state: "confirmed", message: "The task “Order film” is created." });
		expect(two.body).toEqual(one.body);
		expect(two.headers.get("idempotency-replayed")).toBe("true");
		expect((await callApi(key, path, { body: { decision: "decline" } })).status).toBe(409);
		const tasks = await as(org, "user", ({ db }) => db.selectFrom("tasks").select("title").execute());
		expect(tasks).toEqual([{ title: "Order film" }]);
	});

	test("CHAT-2: a yes by API confirms only what the call says was shown", async () => {
		const ask = async (message: string, more: object = {}) =>
			(await callApi(key, "/api/assistant/chat", { body: { message, ...more } })).body;
		const { conversationId, answer } = await ask("remind me to sweep");
		const [proposal] = answer.proposals;
		expect((await ask("yes", { conversationId })).answer.body).toContain("Read it first");
		expect((await ask("yes", { conversationId, seen: [proposal.id] })).answer.body).toContain("is created");
	});

	test("CHAT-1: what goes wrong in a stream is an event with its reason", async () => {
		const request = new Request("http://localhost:3000/api/assistant/stream", {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			body: JSON.stringify({ message: "help", conversationId: newId() }),
		});
		const response = await answerEndpoint(endpoints, {
			request,
			context: { requestId: newId(), nonce: "", ip: "203.0.113.9" },
		});
		expect(await response.text()).toMatch(/^event: error\ndata: \{"error":\{"code":"not-found"/);
	});
});

describe("search and the day by API", () => {
	test("DASH-1: search answers records by kind, and asks for two letters", async () => {
		await as(org, "user", (ctx) =>
			createContact(ctx, { firstName: "Wanda", lastName: "Ives", email: "wanda@example.com" }),
		);
		const found = await callApi(key, "/api/search?q=wand");
		expect(found.body.data).toMatchObject([{ kind: "contact", name: "Wanda Ives" }]);
		expect((await callApi(key, "/api/search?q=w")).status).toBe(422);
	});

	test("DASH-1: the dashboard's figures, within the key's scopes", async () => {
		const shown = await callApi(key, "/api/dashboard");
		expect(shown.status).toBe(200);
		expect(shown.body.figures.contacts.count).toBeGreaterThan(0);
		expect((await callApi(await makeKey(org, "owner", ["contacts:read"]), "/api/dashboard")).status).toBe(403);
	});
});
