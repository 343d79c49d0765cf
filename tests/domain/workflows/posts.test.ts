import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { turnWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { answerHook, matchHook } from "#app/doors/hooks/hook.ts";
import { workflowHook } from "#app/routes/hooks/workflow.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { publish, runOf, runsOf } from "./nodes/flow.ts";

let org: TestOrg;
let server: Server;
let base: string;
let ip = "127.0.0.1";

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	server = createServer((message, response) => {
		const url = new URL(message.url ?? "/", "http://localhost");
		const params = matchHook(workflowHook.path, url.pathname) ?? {};
		void answerHook(workflowHook, message, response, { params, url, requestId: newId(), ip });
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/workflows`;
});
afterAll(() => new Promise((done) => server.close(done)));

const make = (settings: object = {}) =>
	publish(
		org,
		{ start: ["on_webhook", settings as Record<string, unknown>], done: ["end", { result: "trigger.body" }] },
		["start>done"],
	);

async function post(
	token: string | null,
	body: BodyInit,
	headers: Record<string, string> = { "content-type": "application/json" },
) {
	const answer = await fetch(`${base}/${token}`, { method: "POST", body, headers });
	return {
		status: answer.status,
		body: (await answer.json()) as { runId: string | null; outcome?: string; error?: { message: string } },
	};
}

describe("FLOW-1 webhooks and forms", () => {
	it("FLOW-1 what is made to be deep is refused and no fault; a form is one however its type is written", async () => {
		const { id, token } = await make();
		for (const [open, close] of [
			["[", "]"],
			['{"a":', "}"],
		] as const) {
			const refused = await post(token, `${open.repeat(5_000)}1${close.repeat(5_000)}`);
			expect(refused.status).toBe(422);
			expect(refused.body.error?.message).toMatch(/nests more than 100 levels/);
		}
		expect(await runsOf(org, id)).toHaveLength(0);
		const taken = await post(token, "name=Ann", { "content-type": "Application/X-WWW-Form-URLencoded" });
		expect(taken.status).toBe(202);
	});

	it("FLOW-1 who sends a plain form is thanked on a page, or told what went wrong; whoever sends JSON gets JSON", async () => {
		const { id, token } = await make({ thanks: "We call <you> back.\nSoon." });
		const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
		const visit = async (to: string | null, body: BodyInit, headers: Record<string, string> = {}) => {
			const answer = await fetch(`${base}/${to}`, { method: "POST", body, headers: { ...browser, ...headers } });
			return { answer, page: await answer.text() };
		};
		const { answer, page } = await visit(token, new URLSearchParams({ name: "Ann" }));
		expect(answer.status).toBe(200);
		expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
		expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
		expect(page).toContain("<h1>Thank you</h1>");
		expect(page).toContain("We call &lt;you&gt; back.\nSoon.");
		const runs = await runsOf(org, id);
		expect(runs).toHaveLength(1);
		for (const secret of [id, org.id, token!, runs[0]!.id, "script"]) expect(page).not.toContain(secret);
		// A program that takes anything, and one that sends JSON from a browser, are answered as ever.
		expect(await post(token, "{}", { "content-type": "application/json", ...browser })).toMatchObject({ status: 202 });
		const plain = await visit((await make()).token, new URLSearchParams({ a: "b" }));
		expect(plain.page).toContain("What you sent has arrived.");
		const gone = await visit("nobodys", new URLSearchParams({ a: "b" }));
		expect(gone.answer.status).toBe(404);
		expect(gone.page).toContain("This form&#39;s address does not exist any more.");
		await as(org, "manager", (ctx) => turnWorkflow(ctx, id, false));
		const off = await visit(token, new URLSearchParams({ a: "b" }));
		expect(off.answer.status).toBe(409);
		expect(off.page).toContain("takes nothing at the moment");
		expect(await post(token, "{}")).toMatchObject({ status: 409, body: { error: { message: expect.any(String) } } });
	});

	it("FLOW-1 JSON and both kinds of form begin a run, with what they said", async () => {
		const { id, token } = await make();
		const form = new FormData();
		form.append("name", "Bea");
		form.append("tag", "a");
		form.append("tag", "b");
		form.append("file", new Blob(["x"]), "x.txt");
		const answers = [
			await post(token, '{"name": "Ann\\u0000", "deep": {"n": 1}}'),
			await post(token, form, {}),
			await post(token, new URLSearchParams({ name: "Cleo" }), {}),
		];
		expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
		await runJobs(undefined, 2);
		const outputs = await Promise.all(answers.map(async ({ body }) => (await runOf(org, body.runId!)).output));
		expect(outputs).toEqual([{ name: "Ann", deep: { n: 1 } }, { name: "Bea", tag: ["a", "b"] }, { name: "Cleo" }]);
		expect(await runsOf(org, id)).toHaveLength(3);
	});

	it("FLOW-1 the same body with the same key begins one run, also at the same instant; another body another", async () => {
		const { id, token } = await make();
		const headers = { "content-type": "application/json", "idempotency-key": "order-17" };
		const same = await Promise.all([1, 2, 3].map(() => post(token, '{"n": 1}', headers)));
		const ids = new Set(same.map(({ body }) => body.runId));
		expect(ids.size).toBe(1);
		expect(same.map(({ status }) => status).sort()).toEqual([200, 200, 202]);
		expect((await post(token, '{"n": 2}', headers)).status).toBe(202);
		expect(await runsOf(org, id)).toHaveLength(2);
	});

	it("FLOW-1 what the filter does not let pass begins nothing; off, the address says so", async () => {
		const { id, token } = await make({ filter: "trigger.body.n > 3" });
		expect((await post(token, '{"n": 1}')).body).toEqual({ runId: null, outcome: "ignored" });
		expect((await post(token, '{"other": 1}')).body).toEqual({ runId: null, outcome: "ignored" });
		expect((await post(token, '{"n": 4}')).status).toBe(202);
		await as(org, "manager", (ctx) => turnWorkflow(ctx, id, false));
		expect(await post(token, '{"n": 5}')).toMatchObject({ status: 409 });
		expect(await runsOf(org, id)).toHaveLength(1);
	});

	it("FLOW-1 an unknown token, a body that is none, another type and too much are refused, and begin nothing", async () => {
		const { id, token } = await make();
		expect((await post(newId(), "{}")).status).toBe(404);
		expect(await post(token, '{"n": ')).toMatchObject({ status: 400 });
		expect(await post(token, "<a/>", { "content-type": "application/xml" })).toMatchObject({ status: 415 });
		expect(await post(token, "x".repeat(1_048_577))).toMatchObject({ status: 413 });
		expect(await post(token, JSON.stringify({ text: "x".repeat(300_000) }))).toMatchObject({ status: 422 });
		expect(await runsOf(org, id)).toEqual([]);
	});

	it("FLOW-1 whoever guesses at addresses, or posts without end, has to wait; another address is not touched by it", async () => {
		ip = "192.0.2.7";
		const guesses = await Promise.all(Array.from({ length: 140 }, () => post(newId(), "{}")));
		expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([404, 429]));
		ip = "127.0.0.1";
		const { token } = await make();
		expect((await post(token, "{}")).status).toBe(202);
	});
});
