import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { graphOf } from "#tests/domain/workflows/nodes/flow.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

const PATH = "/api/workflows";

const GUIDED = graphOf(
	{
		call: [
			"guided",
			{
				title: "Call them",
				fields: [
					{ name: "Mood", value: "good|bad*" },
					{ name: "Notes", value: "lines" },
				],
			},
		],
		after: ["guided", { title: "Write it down" }],
		done: ["end", { result: "steps.call.values.Mood" }],
	},
	["start>call", "call>after", "after>done", "after.skipped>done"],
);

describe("FLOW-3: workflows in the API", () => {
	let org: TestOrg;
	let key: string;
	let user: string;
	let viewer: string;
	let stranger: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		[key, user, viewer] = [await makeKey(org, "manager"), await makeKey(org, "user"), await makeKey(org, "viewer")];
		stranger = await makeKey(await makeOrg("Other firm"));
	});
	const put = (id: string, body: object, who = key) => callApi(who, `${PATH}/${id}`, { method: "PUT", body });
	const make = async (graph: object) =>
		(await callApi(key, PATH, { body: { name: "Play", graph, publish: true } })).body.id as string;
	const account = async () => (await callApi(key, "/api/crm/accounts", { body: { name: "Acme" } })).body.id as string;
	const begin = async (id: string) =>
		(await callApi(user, `${PATH}/${id}/start`, { body: { customerId: await account(), priority: 3 } })).body
			.executionId as string;
	const execution = async (id: string, who = viewer) => callApi(who, `${PATH}/executions/${id}`);

	test("FLOW-1 a program reads what is asked and changes its text; another version is a 409 with the text of now", async () => {
		const id = await make(
			graphOf({ ask: ["approval", { title: "Right?", text: "Hello", role: "user" }] }, ["start>ask"]),
		);
		const { body } = await callApi(user, `${PATH}/${id}/execute`, { body: {} });
		await runJobs();
		const listed = (await callApi(user, `${PATH}/approvals`)).body.data as { id: string; executionId: string }[];
		const asked = listed.find(({ executionId }) => executionId === body.executionId)!;
		const path = `${PATH}/approvals/${asked.id}`;
		const change = (fields: object, who = user) =>
			callApi(who, `${path}/text`, { method: "PUT", body: { version: 1, ...fields } });
		expect((await callApi(user, path)).body).toMatchObject({ status: "open", text: { now: "Hello", version: 1 } });
		expect((await change({ text: "Dear Ann" })).body).toMatchObject({
			text: { now: "Dear Ann", original: "Hello", version: 2, changedBy: expect.any(String) },
		});
		const second = await change({ text: "Hi Ann" });
		expect([second.status, second.body.error.details]).toEqual([409, expect.objectContaining({ text: "Dear Ann" })]);
		expect((await change({ text: 7, version: 2 })).status).toBe(422);
		expect((await change({ text: "x" }, viewer)).status).toBe(403);
		expect((await change({ text: "x" }, stranger)).status).toBe(404);
		expect((await callApi(user, `${PATH}/approvals?status=decided`)).body.data).toEqual([]);
	});

	test("FLOW-3 what a run is ended with is bounded as what steps make, and the run goes on when it is refused", async () => {
		const id = await make(GUIDED);
		const executionId = await begin(id);
		await runJobs();
		const complete = (length: number, more: object = {}) =>
			callApi(user, `${PATH}/${id}/complete`, {
				body: { executionId, outcome: "done", metadata: { notes: "x".repeat(length), ...more } },
			});
		const refused = await complete(900_000);
		expect([refused.status, refused.body.error.fields.metadata[0]]).toEqual([422, expect.stringContaining("256 kB")]);
		let deep: object = {};
		for (let level = 0; level < 90; level++) deep = { deep };
		expect((await execution(executionId)).body.status).toBe("waiting");
		expect((await complete(250_000, deep)).status).toBe(200);
	});

	test("FLOW-3 a run that is waited for answers what its end made of it; one that waits for a person says so", async () => {
		const sums = graphOf({ done: ["end", { result: "trigger.a + trigger.b" }] }, ["start>done"]);
		const sum = await make(sums);
		const run = (id: string, input: object, who = user) => callApi(who, `${PATH}/${id}/run`, { body: { input } });
		const answers = await Promise.all(Array.from({ length: 20 }, (_each, n) => run(sum, { a: n, b: 100 })));
		expect(answers.map(({ status, body }) => [status, body.status, body.output])).toEqual(
			answers.map((_each, n) => [201, "succeeded", 100 + n]),
		);
		expect(new Set(answers.map(({ body }) => body.executionId)).size).toBe(20);
		expect((await execution(answers[7]!.body.executionId)).body).toMatchObject({ status: "succeeded" });
		expect((await run(await make(GUIDED), {})).body).toMatchObject({ status: "waiting", output: null });
		expect((await run(sum, {}, viewer)).status).toBe(403);
		expect((await run(sum, {}, stranger)).status).toBe(404);
		await put(sum, { enabled: false, version: 1 });
		expect((await run(sum, { a: 1, b: 1 })).status).toBe(409);
	});

	test("FLOW-1 a workflow is made, listed, changed, published and moved to the trash", async () => {
		const made = await callApi(key, PATH, { body: { name: "Welcome", description: "Says hello" } });
		expect(made).toMatchObject({
			status: 201,
			body: { name: "Welcome", enabled: false, publishedVersion: null, version: 1, hookPath: null },
		});
		const { id } = made.body;
		const graph = graphOf({ hook: ["on_webhook"], sum: ["transform", { values: [{ name: "n", value: "1" }] }] }, [
			"hook>sum",
		]);
		graph.nodes = graph.nodes.filter(({ id: node }) => node !== "start");
		const published = await put(id, { name: "Hello", graph, version: 1, publish: true });
		expect(published).toMatchObject({
			status: 200,
			body: { name: "Hello", description: "Says hello", enabled: true, publishedVersion: 1, version: 2 },
		});
		expect(published.body.hookPath).toMatch(/^\/hooks\/workflows\/[\w-]{20,}$/);
		expect((await callApi(viewer, `${PATH}/${id}`)).body).toMatchObject({ graph, hookPath: null });
		for (const unseen of [{ graph }, { publish: true }, { graph, publish: true, name: "Unseen" }]) {
			expect(await put(id, unseen)).toMatchObject({
				status: 422,
				body: { error: { fields: { version: [expect.stringContaining("Name the version")] } } },
			});
		}
		expect((await put(id, { description: "Says hello" })).status).toBe(200);
		expect((await put(id, { graph, version: 1 })).body.error.details).toMatchObject({ version: 2, graph });
		expect((await put(id, { enabled: false })).body.enabled).toBe(false);
		expect((await put(id, { graph: { nodes: [], edges: [] }, version: 2, publish: true })).status).toBe(422);
		// What was refused changed nothing.
		expect((await callApi(key, `${PATH}/${id}`)).body).toMatchObject({ version: 2, graph });
		const titles = async (who: string) =>
			(await callApi(who, PATH)).body.data.map(({ name }: { name: string }) => name);
		expect(await titles(viewer)).toContain("Hello");
		expect(await titles(stranger)).toEqual([]);
		expect(await callApi(key, `${PATH}/${id}`, { method: "DELETE" })).toMatchObject({ body: { id, deleted: true } });
		expect((await callApi(key, `${PATH}/${id}`)).status).toBe(404);
		expect((await callApi(key, `${PATH}/${id}/execute`, { body: {} })).status).toBe(404);
		for (const who of [user, viewer]) {
			expect((await callApi(who, PATH, { body: { name: "Mine" } })).status).toBe(403);
			expect((await put(id, { name: "Mine" }, who)).status).toBe(403);
		}
	});

	test("FLOW-1 workflows are walked by cursor, and secrets in them leave masked and come back as they were", async () => {
		const http = { url: "https://example.com/", headers: [{ name: "Authorization", value: "Bearer hush" }] };
		const made = await callApi(key, PATH, {
			body: { name: "Secret", graph: graphOf({ ask: ["http", http] }, ["start>ask"]) },
		});
		expect(JSON.stringify(made.body)).not.toContain("hush");
		const { id, graph, version } = made.body;
		expect((await put(id, { graph, version })).status).toBe(200);
		const moved = JSON.parse(JSON.stringify(graph).replace("example.com", "stolen.example"));
		const refused = await put(id, { graph: moved, version: version + 1, publish: true });
		expect(refused.status).toBe(422);
		expect(JSON.stringify(refused.body)).toContain("The address leads to another host now. Write the secrets again");
		const open = { url: "https://{{ trigger.host }}/?sig=hush", headers: [{ name: "X-Key", value: "hush" }] };
		const { body: unread } = await callApi(key, PATH, {
			body: {
				name: "Unread",
				graph: graphOf({ ask: ["http", { ...open, body: '{"password": "hush"}' }] }, ["start>ask"]),
			},
		});
		const shown = JSON.stringify((await callApi(viewer, `${PATH}/${unread.id}`)).body);
		expect(shown).not.toContain("hush");
		expect(shown).toContain("https://{{ trigger.host }}/?sig=•••");
		await callApi(key, `${PATH}/${unread.id}`, { method: "DELETE" });
		expect((await put(id, { publish: true, version: version + 1 })).body.publishedVersion).toBe(1);
		await callApi(stranger, PATH, { body: { name: "Theirs" } });
		const newest = (await callApi(key, PATH, { body: { name: "Newest" } })).body.id;
		const first = (await callApi(key, `${PATH}?limit=1`)).body;
		const second = (await callApi(key, `${PATH}?limit=1&cursor=${first.next}`)).body;
		expect([first.data[0].id, second.data[0].id]).toEqual([newest, id]);
		expect((await callApi(key, `${PATH}?cursor=nonsense`)).status).toBe(422);
	});

	test("FLOW-3 a run is begun with what is given, once for each key, followed to its end, and listed", async () => {
		const sum = { values: [{ name: "total", value: "trigger.a + 1" }] };
		const id = await make(
			graphOf({ sum: ["transform", sum], out: ["end", { result: "steps.sum.total" }] }, ["start>sum", "sum>out"]),
		);
		const send = () =>
			callApi(user, `${PATH}/${id}/execute`, { body: { input: { a: 4 } }, headers: { "idempotency-key": "run-1" } });
		const [begun, again] = [await send(), await send()];
		expect(begun).toMatchObject({ status: 201, body: { workflowId: id, version: 1, status: "running" } });
		expect(again.body.executionId).toBe(begun.body.executionId);
		await runJobs();
		const shown = await execution(begun.body.executionId);
		expect(shown.body).toMatchObject({
			...{ status: "succeeded", output: 5, dryRun: false, input: { a: 4 }, error: null, parentExecutionId: null },
			steps: {
				next: null,
				data: [{ stepId: "start" }, { stepId: "sum", output: { total: 5 }, status: "done" }, { stepId: "out" }],
			},
		});
		const failing = await callApi(user, `${PATH}/${id}/execute`, { body: { input: { a: "x" }, dryRun: true } });
		await runJobs();
		expect((await execution(failing.body.executionId)).body).toMatchObject({
			...{ status: "failed", dryRun: true, errorStepId: "sum", error: expect.stringMatching(/./) },
		});
		const list = async (query: string, who = viewer) =>
			(await callApi(who, `${PATH}/executions?${query}`)).body.data.map((one: { id: string }) => one.id);
		expect(await list(`workflowId=${id}`)).toEqual([failing.body.executionId, begun.body.executionId]);
		expect(await list(`workflowId=${id}&status=succeeded`)).toEqual([begun.body.executionId]);
		expect(await list("", stranger)).toEqual([]);
		expect((await execution(begun.body.executionId, stranger)).status).toBe(404);
		expect((await callApi(viewer, `${PATH}/${id}/execute`, { body: {} })).status).toBe(403);
		expect((await callApi(stranger, `${PATH}/${id}/execute`, { body: {} })).status).toBe(404);
		const foreign = { subject: { type: "contact", id: newId() } };
		expect((await callApi(user, `${PATH}/${id}/execute`, { body: foreign })).status).toBe(404);
		const draft = (await callApi(key, PATH, { body: { name: "Draft" } })).body.id;
		expect((await callApi(user, `${PATH}/${draft}/execute`, { body: {} })).status).toBe(409);
	});

	test("SUCCESS-5 a guided run is begun for a customer, its steps are filled in by program, each with its ways on", async () => {
		const id = await make(GUIDED);
		const customerId = await account();
		const start = (body: object, who = user) => callApi(who, `${PATH}/${id}/start`, { body });
		expect((await start({ customerId: newId() })).status).toBe(422);
		expect((await start({ customerId, csmId: newId() })).status).toBe(422);
		expect((await start({ customerId }, viewer)).status).toBe(403);
		const begun = await start({ customerId, csmId: org.members.user.id, priority: 120 });
		expect(begun.status).toBe(201);
		const { executionId } = begun.body;
		expect((await callApi(viewer, `${PATH}/executions?subjectId=${customerId}`)).body.data[0].id).toBe(executionId);
		await runJobs();
		const branches = (await callApi(viewer, `${PATH}/${id}/branches?stepId=call`)).body;
		expect(branches).toEqual({
			...{ stepId: "call", title: "call", type: "guided" },
			fields: [
				{ name: "Mood", kind: "choice", required: true, choices: ["good", "bad"] },
				{ name: "Notes", kind: "lines", required: false, choices: [] },
			],
			branches: [
				{ id: "next", label: "Then", next: [{ stepId: "after", title: "after" }] },
				{ id: "skipped", label: "If skipped", next: [] },
			],
		});
		expect((await callApi(viewer, `${PATH}/${id}/branches?stepId=none`)).status).toBe(422);
		const end = (body: object, who = user) =>
			callApi(who, `${PATH}/executions/${executionId}/steps`, { method: "PUT", body });
		expect((await end({ stepId: "call", status: "completed" })).body.error.fields).toEqual({
			"values.Mood": ["This has to be filled in."],
		});
		expect((await end({ stepId: "call", status: "completed", values: { Mood: "good" } }, viewer)).status).toBe(403);
		expect((await end({ stepId: "call", status: "completed", values: { Mood: "good" } }, stranger)).status).toBe(404);
		expect((await end({ stepId: "call", status: "completed", values: { Mood: "good" } })).body).toEqual({
			...{ executionId, stepId: "call", status: "completed" },
		});
		expect((await end({ stepId: "call", status: "completed", values: { Mood: "good" } })).status).toBe(404);
		await runJobs();
		const waiting = (await execution(executionId)).body.steps.data.at(-1);
		expect(waiting).toMatchObject({ stepId: "after", status: "waiting", waitsFor: "person" });
		expect((await end({ stepId: waiting.id, status: "skipped", reason: "No time" })).status).toBe(200);
		await runJobs();
		expect((await execution(executionId)).body).toMatchObject({ status: "succeeded", output: "good" });
	});

	test("SUCCESS-5 a run is ended as done with its outcome; a workflow without guided steps is not started for people", async () => {
		const id = await make(GUIDED);
		const other = await make(graphOf({ wait: ["wait"] }, ["start>wait"]));
		const executionId = await begin(id);
		await runJobs();
		const complete = (of: string, who = user) =>
			callApi(who, `${PATH}/${of}/complete`, { body: { executionId, outcome: "renewed", metadata: { years: 2 } } });
		expect((await complete(other)).status).toBe(404);
		expect((await complete(id, viewer)).status).toBe(403);
		expect((await complete(id, stranger)).status).toBe(404);
		expect((await complete(id)).body).toMatchObject({ executionId, status: "succeeded", outcome: "renewed" });
		expect((await complete(id)).status).toBe(409);
		expect((await execution(executionId)).body.output).toEqual({ outcome: "renewed", metadata: { years: 2 } });
		const body = { customerId: await account() };
		expect((await callApi(user, `${PATH}/${other}/start`, { body })).status).toBe(409);
	});

	test("FLOW-3 tasks that a run raises are found by it", async () => {
		const id = await make(
			graphOf({ task: ["create_task", { title: "Call", about: "none", waits: true }] }, ["start>task"]),
		);
		const { executionId } = (await callApi(user, `${PATH}/${id}/execute`, { body: {} })).body;
		await runJobs();
		const found = (await callApi(user, `${PATH}/tasks?workflowExecutionId=${executionId}&status=open`)).body.data;
		expect(found).toMatchObject([{ title: "Call", workflowExecutionId: executionId }]);
		await callApi(user, `${PATH}/tasks/${found[0].id}`, { method: "DELETE" });
		await runJobs();
		expect((await execution(executionId)).body.status).toBe("succeeded");
	});
});
