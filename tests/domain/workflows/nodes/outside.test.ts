import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getWebhookSecret } from "#app/domain/workflows/nodes/outside/webhook-signature.ts";
import { getRunStep, listRunSteps } from "#app/domain/workflows/reading/run-steps.ts";
import { replayRun } from "#app/domain/workflows/running/starting/replay-run.ts";
import { providers, setProviders } from "#app/providers/open.ts";
import { openTenantHttp } from "#app/providers/web/tenant-http.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { begin, later, publish, runOf, stepOf } from "./flow.ts";

type Asked = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

let org: TestOrg;
let server: Server;
let url: string;
const asked: Asked[] = [];
let answer: { status: number; headers?: Record<string, string>; body: string };

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { method = "", url: path = "", headers } = request;
		asked.push({ method, url: path, headers, body: Buffer.concat(chunks).toString("utf8") });
		response.writeHead(answer.status, answer.headers).end(answer.body);
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
	asked.length = 0;
	answer = { status: 200, headers: { "content-type": "application/json", "set-cookie": "sid=1" }, body: '{"n": 7}' };
});

describe("FLOW-1 other systems", () => {
	it("FLOW-1 an HTTP request is sent once with its key, its JSON read, and no secret is kept of it", async () => {
		const { id } = await publish(
			org,
			{
				ask: [
					"http",
					{
						method: "POST",
						url: `${url}/orders?access_token=hush&key={{ trigger.key }}`,
						headers: [
							{ name: "Authorization", value: "Bearer very-secret" },
							{ name: "X-Api-Key", value: "also-secret" },
							{ name: "X-Plain", value: "{{ trigger.plain }}" },
						],
						body: '{"name": "{{ trigger.name }}", "password": "hush-hush"}',
					},
				],
				done: ["end", { result: "steps.ask.body.n" }],
			},
			["start>ask", "ask>done"],
		);
		const run = await begin(org, id, { name: "Ann", plain: "seen", key: "hus" });
		await runJobs(undefined, 2);
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", output: 7 });
		expect(asked).toHaveLength(1);
		expect(asked[0]).toMatchObject({
			...{ method: "POST", url: "/orders?access_token=hush&key=hus" },
			body: '{"name": "Ann", "password": "hush-hush"}',
		});
		expect(asked[0]!.headers).toMatchObject({
			authorization: "Bearer very-secret",
			"x-plain": "seen",
			"content-type": "application/json",
			"idempotency-key": expect.stringContaining(run),
		});
		const step = await stepOf(org, run, "ask");
		expect(JSON.stringify(step)).not.toMatch(/very-secret|also-secret|hus|sid=1/);
		expect(JSON.stringify(step.input)).toContain("seen");
		expect(JSON.stringify(step.input)).toContain("Ann");
		expect(step.output).toMatchObject({ status: 200, body: { n: 7 } });
	});

	it("FLOW-3 5xx and 429 are tried again with the same key, 4xx leave by error at once, unless told otherwise", async () => {
		const node = (more: object = {}) => ["http", { url: `${url}/x`, ...more }] as [string, Record<string, unknown>];
		const { id } = await publish(
			org,
			{ ask: node(), sorry: ["end", { result: "steps.ask.error" }], done: ["end", { result: "steps.ask.status" }] },
			["start>ask", "ask>done", "ask.error>sorry"],
		);
		answer = { status: 503, body: "busy" };
		const run = await begin(org, id);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "waiting" });
		answer = { status: 200, body: "fine" };
		await runJobs(later(60_000));
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", output: 200 });
		expect(new Set(asked.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
		asked.length = 0;
		answer = { status: 422, body: "no such thing" };
		const refused = await begin(org, id);
		await runJobs();
		expect(await runOf(org, refused)).toMatchObject({ state: "succeeded" });
		expect((await runOf(org, refused)).output).toContain("answered 422: no such thing");
		expect(asked).toHaveLength(1);
		const other = await publish(
			org,
			{ ask: node({ failsOnError: false }), done: ["end", { result: "steps.ask.status" }] },
			["start>ask", "ask>done"],
		);
		const taken = await begin(org, other.id);
		await runJobs();
		expect(await runOf(org, taken)).toMatchObject({ state: "succeeded", output: 422 });
	});

	it("FLOW-1 a private address is refused for good, in words", async () => {
		const { id } = await publish(org, { ask: ["http", { url: "{{ trigger.where }}" }] }, ["start>ask"]);
		const given = providers();
		setProviders({ ...given, http: openTenantHttp({ allowPrivate: false }) });
		const runs = [await begin(org, id, { where: url }), await begin(org, id, { where: "http://localhost/x" })];
		await runJobs();
		setProviders(given);
		for (const run of runs) {
			expect(await runOf(org, run)).toMatchObject({ state: "failed" });
			expect((await runOf(org, run)).error).toContain("is not an address on the public internet");
		}
		expect(asked).toEqual([]);
	});

	it("FLOW-1 a webhook is JSON, signed so that its receiver can check it, with the step's key as its id", async () => {
		const { id } = await publish(org, { post: ["webhook", { url: `${url}/in`, data: '{"who": trigger.name}' }] }, [
			"start>post",
		]);
		const run = await begin(org, id, { name: "Ann" });
		await runJobs(undefined, 2);
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		expect(asked).toHaveLength(1);
		const { headers, body } = asked[0]!;
		expect(JSON.parse(body)).toMatchObject({ run, data: { who: "Ann" } });
		const secret = await as(org, "manager", (ctx) => getWebhookSecret(ctx, id));
		const signed = createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
			.update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`)
			.digest("base64");
		expect(headers["webhook-signature"]).toBe(`v1,${signed}`);
		expect(headers["idempotency-key"]).toBe(headers["webhook-id"]);
		await expect(as(org, "user", (ctx) => getWebhookSecret(ctx, id))).rejects.toMatchObject({ status: 403 });
		await expect(
			makeOrg("Other").then((other) => as(other, "owner", (ctx) => getWebhookSecret(ctx, id))),
		).rejects.toMatchObject({ status: 404 });
	});

	it("FLOW-1 what was secret in a request is hidden in whatever comes back, failed or not, before it is kept", async () => {
		const settings = {
			method: "POST",
			url: `${url}/hooks/AbCd1234EfGh5678?access_token=hush%2Fhush`,
			headers: [
				{ name: "Authorization", value: "Bearer very-secret" },
				{ name: "X-Login", value: "plain" },
				{ name: "Proxy-Authorization", value: `Basic ${Buffer.from("ann:pass-word").toString("base64")}` },
			],
			body: '{"name": "Ann", "password": "quo\\"ted", "pin": 773311}',
			failsOnError: true,
		};
		const { id } = await publish(org, { ask: ["http", settings] }, ["start>ask"]);
		const secrets = /very-secret|hush.hush|hush%2F|AbCd1234|pass-word|quo|773311/;
		const repeated = {
			text: `Bearer very-secret, very-secret; hush/hush hush%2Fhush; /hooks/AbCd1234EfGh5678; pass-word`,
			deep: [{ said: 'quo"ted', pin: 773311, "very-secret": 1 }],
			name: "Ann",
		};
		answer = {
			status: 200,
			headers: { "content-type": "application/json", "x-echo": "Bearer very-secret" },
			body: JSON.stringify(repeated),
		};
		const taken = await begin(org, id);
		await runJobs(undefined, 2);
		const step = await stepOf(org, taken, "ask");
		expect(step).toMatchObject({ state: "done", output: { body: { name: "Ann", deep: [{ pin: "•••" }] } } });
		expect(JSON.stringify(step)).not.toMatch(secrets);
		// Cut in the midst of a secret, its beginning is one still.
		answer = { status: 400, body: `${"x".repeat(293)} very-secret` };
		const refused = await begin(org, id);
		await runJobs(undefined, 2);
		expect(JSON.stringify([await stepOf(org, refused, "ask"), await runOf(org, refused)])).not.toMatch(/very|hush/);
		expect((await runOf(org, refused)).error).toContain("answered 400: xxx");
	});

	it("FLOW-3 a step kept before its secrets were masked shows none, and a replay knows it for the same", async () => {
		const { id } = await publish(
			org,
			{ ask: ["http", { url: `${url}/hook/AbCd1234EfGh5678`, headers: [{ name: "X-Key", value: "very-secret" }] }] },
			["start>ask"],
		);
		const run = await begin(org, id);
		await runJobs(undefined, 2);
		const { id: step, input } = await stepOf(org, run, "ask");
		const before = {
			...(input as object),
			url: `${url}/hook/AbCd1234EfGh5678`,
			headers: [{ name: "X-Key", value: "very-secret" }],
		};
		const keep = (kept: object) =>
			as(org, "owner", (ctx) =>
				ctx.db
					.updateTable("workflow_steps")
					.set({ input: JSON.stringify(kept) })
					.where("id", "=", step)
					.execute(),
			);
		await keep(before);
		const read = () =>
			as(org, "viewer", async (ctx) =>
				JSON.stringify([await listRunSteps(ctx, run), await getRunStep(ctx, run, step)]),
			);
		expect(await read()).toContain("X-Key");
		expect(await read()).not.toMatch(/AbCd1234|very-secret/);
		asked.length = 0;
		const again = await as(org, "manager", (ctx) => replayRun(ctx, run, { from: "ask" }));
		await runJobs(undefined, 2);
		expect(await runOf(org, again.id)).toMatchObject({ state: "succeeded" });
		expect(asked).toEqual([]);
		// Of what is long a piece is shown, without the secret that stands in it.
		await keep({ ...before, body: `{"a": "${"x".repeat(9_000)}", "password": "very-secret"}` });
		expect(await read()).not.toMatch(/AbCd1234|very-secret/);
	});

	it("FLOW-3 dry, nobody is asked", async () => {
		const { id } = await publish(org, { ask: ["http", { url: `${url}/x` }], post: ["webhook", { url: `${url}/y` }] }, [
			"start>ask",
			"ask>post",
		]);
		const run = await begin(org, id, {}, true);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		expect((await stepOf(org, run, "ask")).effect).toContain("Would send GET");
		expect((await stepOf(org, run, "post")).effect).toContain("Would post to");
		expect(asked).toEqual([]);
	});
});
