import { beforeAll, describe, expect, it } from "vitest";
import { sendMessageJob } from "#app/domain/messaging/jobs.ts";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { exportWorkflow } from "#app/domain/workflows/sharing/export-workflow.ts";
import { importWorkflow } from "#app/domain/workflows/sharing/import-workflow.ts";
import { tryNode } from "#app/domain/workflows/trying/try-node.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { waitingJobs } from "#tests/support/jobs.ts";
import { makeContact } from "#tests/support/messaging.ts";
import { graphOf, type Nodes } from "./nodes/flow.ts";

let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const graph = (nodes: Nodes, edges: string[]) => Graph.parse(graphOf(nodes, edges));
const attempt = (of: Graph, node: string, sample = {}) => as(org, "viewer", (ctx) => tryNode(ctx, of, node, sample));

describe("FLOW-2 a step on sample data", () => {
	it("FLOW-2 shows what it would be given and do, and sends and writes nothing", async () => {
		const contact = await makeContact(org);
		const drawn = graph(
			{
				mail: ["send_email", { contact: "{{ trigger.who }}", subject: "Hi {{ trigger.name }}", text: "Hello." }],
				big: ["branch", { when: "trigger.n > 3" }],
				wait: ["wait", { amount: 2, unit: "days" }],
				each: ["for_each", { items: "trigger.rows" }],
				say: ["transform", { values: [{ name: "x", value: "item.a + index" }] }],
			},
			["start>mail", "mail>big", "big.yes>wait", "wait>each", "each.each>say"],
		);
		const trigger = { who: contact.id, name: "Ann", n: 5, rows: [{ a: 1 }] };
		expect(await attempt(drawn, "mail", { trigger })).toMatchObject({
			input: { contact: contact.id, subject: "Hi Ann" },
			effect: "Would write an email: “Hi Ann”.",
			port: "next",
			problem: null,
		});
		expect(await attempt(drawn, "big", { trigger })).toMatchObject({ port: "yes", output: { result: true } });
		expect((await attempt(drawn, "wait", { trigger })).effect).toMatch(/^Would wait until/);
		expect(await attempt(drawn, "each", { trigger })).toMatchObject({ port: "each", output: { items: [{ a: 1 }] } });
		expect(await attempt(drawn, "say", { trigger, item: { a: 3 }, index: 2 })).toMatchObject({ output: { x: 5 } });
		expect(await waitingJobs(sendMessageJob)).toEqual([]);
	});

	it("FLOW-2 what cannot be worked out, a value that does not fit and a type that is gone are said in words", async () => {
		const drawn = graph({ mail: ["send_sms", { contact: "{{ trigger.nobody }}", text: "Hi" }], odd: ["gone_type"] }, [
			"start>mail",
		]);
		expect((await attempt(drawn, "mail", { trigger: {} })).problem).toContain("there is no “nobody” here");
		expect((await attempt(drawn, "mail", { trigger: { nobody: "x" } })).problem).toContain("this is no id");
		expect((await attempt(drawn, "odd")).problem).toContain("gone_type");
		await expect(attempt(drawn, "nowhere")).rejects.toMatchObject({ status: 422 });
	});

	it("FLOW-2 no secret is shown of what a step is given", async () => {
		const headers = [{ name: "Authorization", value: "Bearer {{ trigger.token }}" }];
		const drawn = graph({ ask: ["http", { url: "https://example.com/?api_key=hush", headers }] }, ["start>ask"]);
		const tried = await attempt(drawn, "ask", { trigger: { token: "top" } });
		expect(JSON.stringify([tried.input, tried.effect, tried.output])).not.toMatch(/hush|Bearer/);
	});

	it("FLOW-1 every type says what it is for, has a field for each setting, and foretells what it would do", () => {
		for (const type of nodeTypes().values()) {
			expect(type.hint, type.type).toMatch(/\.$/);
			const shape = Object.keys((type.settings as unknown as { shape?: object }).shape ?? {});
			expect(type.fields.map(({ name }) => name).sort(), type.type).toEqual(shape.sort());
			if (type.act || type.call) expect(type.preview, type.type).toBeDefined();
			const does = [type.decide, type.act, type.call].filter(Boolean);
			expect(does, type.type).toHaveLength(1);
			if (type.isTrigger && type.type !== "manual") expect(type.listens, type.type).toBeDefined();
		}
	});
});

describe("FLOW-1 files of workflows", () => {
	const drawn = () =>
		graph(
			{
				ask: ["http", { url: "https://example.com/", headers: [{ name: "X-Api-Key", value: "secret-1" }] }],
				done: ["end"],
			},
			["start>ask", "ask>done"],
		);

	it("FLOW-1 a workflow goes out and comes in as it was, ids kept and secrets left behind", async () => {
		const { id } = await as(org, "manager", (ctx) =>
			createWorkflow(ctx, { name: "Shared", description: "It asks.", graph: drawn() }),
		);
		const file = await as(org, "manager", (ctx) => exportWorkflow(ctx, id));
		expect(file).toMatchObject({ format: "perigee.workflow", version: 1, name: "Shared", description: "It asks." });
		expect(JSON.stringify(file)).not.toContain("secret-1");
		const other = await makeOrg("Other");
		const made = await as(other, "manager", (ctx) => importWorkflow(ctx, JSON.stringify(file)));
		expect(made.problems).toMatchObject([{ node: "ask", message: expect.stringContaining("a secret is missing") }]);
		const again = await as(other, "manager", (ctx) => exportWorkflow(ctx, made.id));
		expect(again).toEqual(file);
		await expect(as(other, "manager", (ctx) => exportWorkflow(ctx, id))).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "user", (ctx) => exportWorkflow(ctx, id))).rejects.toMatchObject({ status: 403 });
	});

	it("FLOW-1 a type that does not exist here is named, and the draft kept", async () => {
		const file = {
			format: "perigee.workflow",
			version: 1,
			name: "Odd",
			graph: graph({ odd: ["from_the_future"] }, ["start>odd"]),
		};
		const { id, problems } = await as(org, "manager", (ctx) => importWorkflow(ctx, JSON.stringify(file)));
		expect(problems.map(({ message }) => message).join()).toContain("from_the_future");
		const kept = await as(org, "manager", (ctx) => exportWorkflow(ctx, id));
		expect(kept.graph.nodes.map(({ type }) => type)).toContain("from_the_future");
	});

	it("FLOW-1 what is no workflow's file adds nothing, and says why", async () => {
		const count = () =>
			as(org, "viewer", async (ctx) => (await ctx.db.selectFrom("workflows").select("id").execute()).length);
		const before = await count();
		const take = (text: string) => as(org, "manager", (ctx) => importWorkflow(ctx, text));
		await expect(take('{"format": ')).rejects.toMatchObject({
			status: 422,
			message: expect.stringContaining("cut short"),
		});
		await expect(take("null")).rejects.toMatchObject({ status: 422 });
		await expect(take('{"format": "other"}')).rejects.toMatchObject({
			message: expect.stringContaining("no workflow's file"),
		});
		await expect(take('{"format": "perigee.workflow", "version": 9}')).rejects.toMatchObject({
			message: expect.stringContaining("version 9"),
		});
		await expect(
			take(
				'{"format": "perigee.workflow", "version": 1, "name": "x", "graph": {"nodes": [{"id": "A B"}], "edges": []}}',
			),
		).rejects.toMatchObject({ message: expect.stringContaining("graph.nodes.0") });
		await expect(take(`"${"x".repeat(1_048_576)}"`)).rejects.toMatchObject({ status: 413 });
		expect(await count()).toBe(before);
	});
});
