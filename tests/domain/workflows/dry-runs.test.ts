import { beforeAll, describe, expect, it } from "vitest";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { replayRun } from "#app/domain/workflows/running/starting/replay-run.ts";
import { createFromTemplate } from "#app/domain/workflows/templates/create-from-template.ts";
import { TEMPLATES } from "#app/domain/workflows/templates/gallery.ts";
import { sampleTrigger } from "#app/domain/workflows/trying/samples.ts";
import { tryDraft } from "#app/domain/workflows/trying/try-draft.ts";
import { tryNode } from "#app/domain/workflows/trying/try-node.ts";
import { adviceFor } from "#app/routes/runs/step-words.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { begin, graphOf, type Nodes, publish, runOf, stepOf } from "./nodes/flow.ts";

let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const dry = (graph: Graph, trigger: Record<string, unknown> = sampleTrigger(graph)) =>
	as(org, "viewer", async (ctx) => tryDraft(ctx, graph, { trigger, subject: null }));
const contacts = () => as(org, "viewer", (ctx) => ctx.db.selectFrom("contacts").select("id").execute());

/** Makes, finds, writes to, changes and waits for what a dry run never makes. */
const NODES: Nodes = {
	make: ["create_record", { record: "contact", fields: [{ name: "email", value: "bo@example.com" }] }],
	mail: ["send_email", { contact: "{{ steps.make.id }}", subject: "Hi", text: "Hello." }],
	find: ["find_record", { record: "contact", by: "id", value: "{{ steps.make.id }}" }],
	change: [
		"update_record",
		{
			record: "contact",
			id: "{{ steps.find.id }}",
			fields: [
				{ name: "jobTitle", value: "{{ steps.find.fields.custom.tier }}" },
				{ name: "ownerId", value: "{{ steps.find.fields.ownerId }}" },
			],
		},
	],
	task: [
		"create_task",
		{ title: "{{ steps.find.fields.email }}", about: "contact", aboutId: "{{ steps.make.id }}", waits: true },
	],
	read: ["read_message", { message: "{{ steps.mail.message }}" }],
	move: ["move_lead", { lead: "{{ steps.read.lead }}", state: "engaged" }],
	call: ["http", { url: "https://example.com" }],
	many: ["for_each", { items: "steps.call.body.people" }],
	each: ["wait_reply", { contact: "{{ item.contactId }}" }],
	paid: ["wait_event", { event: "invoice.paid", about: "{{ steps.task.task }}" }],
	sum: ["transform", { values: [{ name: "twice", value: "steps.paid.data.amount * 2" }] }],
};
const EDGES = [
	...["start>make", "make>mail", "mail>find", "find.found>change", "change>task", "task>read", "read>move"],
	...["move>call", "call>many", "many.each>each", "many.done>paid", "paid>sum"],
];

describe("FLOW-3 a dry run of what would make records", () => {
	it.each(TEMPLATES.map((template) => [template.id, template] as const))(
		"FLOW-6 %s run dry on its own sample fails for lack of no record, as a draft and published",
		async (id, { graph }) => {
			const { outcome, steps } = await dry(graph);
			expect(steps.filter(({ error }) => error).map(({ name, error }) => `${name}: ${error}`)).toEqual([]);
			expect(outcome).toBe("succeeded");
			const { id: workflow } = await as(org, "manager", (ctx) => createFromTemplate(ctx, id));
			await as(org, "manager", (ctx) => publishWorkflow(ctx, workflow, { version: 1 }));
			const run = await begin(org, workflow, sampleTrigger(graph), true);
			await runJobs();
			expect(await runOf(org, run)).toMatchObject({ state: "succeeded", error: null });
			for (const node of graph.nodes) {
				const tried = await as(org, "viewer", (ctx) => tryNode(ctx, graph, node.id));
				expect(tried.problem, node.name).toBeNull();
			}
		},
	);

	it("FLOW-3 later steps take what would be made as there: a draft, a published one, and its replay on trial", async () => {
		const graph = Graph.parse(graphOf(NODES, EDGES));
		const { outcome, steps } = await dry(graph);
		expect(steps.flatMap(({ node, error }) => (error ? [`${node}: ${error}`] : []))).toEqual([]);
		expect(outcome).toBe("succeeded");
		const made = Object.fromEntries(steps.map(({ node, output }) => [node, output as Record<string, unknown>]));
		expect(made.make).toMatchObject({ onTrial: { kind: "contact", fields: { email: "bo@example.com" } } });
		expect(made.find).toMatchObject({ id: made.make!.id, fields: { email: "bo@example.com" } });
		expect(steps.find(({ node }) => node === "mail")!.input).toMatchObject({ contact: made.make!.id });
		expect(made.sum).toEqual({ twice: 2 });
		const { id } = await publish(org, NODES, EDGES);
		const run = await begin(org, id, {}, true);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", error: null });
		expect((await stepOf(org, run, "make")).output).toEqual(made.make);
		const again = await as(org, "user", (ctx) => replayRun(ctx, run, { from: "find", isDry: true }));
		await runJobs();
		expect(await runOf(org, again.id)).toMatchObject({ state: "succeeded", error: null });
		expect(await contacts()).toEqual([]);
	});

	it("FLOW-3 a step that failed for what it was given is set right in the draft, whatever kind it is of", () => {
		expect(adviceFor("ai", "“trigger.body.message”: there is no “message” here.")).toMatch(/^Correct the step/);
		expect(adviceFor("ai", "No answer within 30 seconds.")).toMatch(/model is set up/);
	});

	it("FLOW-3 what cannot be there is still told", async () => {
		const graph = (text: string) =>
			Graph.parse(graphOf({ ...NODES, last: ["send_sms", { contact: text, text: "Hi" }] }, [...EDGES, "sum>last"]));
		expect(await dry(graph("{{ steps.mail.contact }}"))).toMatchObject({ outcome: "failed" });
		expect(await dry(graph("{{ steps.find.fields.email }}"))).toMatchObject({ outcome: "failed" });
	});
});
