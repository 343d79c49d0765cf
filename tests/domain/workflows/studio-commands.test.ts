import { beforeAll, describe, expect, it } from "vitest";
import { changeWorkflow } from "#app/domain/workflows/definitions/change-workflow.ts";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { duplicateWorkflow } from "#app/domain/workflows/definitions/duplicate-workflow.ts";
import { editDraft } from "#app/domain/workflows/definitions/edit-draft.ts";
import { problemsOf, publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { restoreVersion } from "#app/domain/workflows/definitions/restore-version.ts";
import { restoreWorkflow } from "#app/domain/workflows/definitions/restore-workflow.ts";
import { saveDraft } from "#app/domain/workflows/definitions/save-draft.ts";
import { saveDrawing } from "#app/domain/workflows/definitions/save-drawing.ts";
import { saveStep, stepMark } from "#app/domain/workflows/definitions/save-step.ts";
import { trashWorkflow } from "#app/domain/workflows/definitions/trash-workflow.ts";
import { getVersion, listVersions } from "#app/domain/workflows/definitions/version-queries.ts";
import {
	firstIdAt,
	getWorkflow,
	listStatement,
	listTrashedWorkflows,
	listWorkflows,
} from "#app/domain/workflows/definitions/workflow-queries.ts";
import { maskedGraph } from "#app/domain/workflows/nodes/secrets.ts";
import { addNode } from "#app/domain/workflows/rules/edit-graph.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { begin, graphOf, type Nodes, publish } from "./nodes/flow.ts";

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
});

const make = (nodes: Nodes, edges: string[], name = "One") =>
	as(org, "manager", async (ctx) => (await createWorkflow(ctx, { name, graph: graphOf(nodes, edges) })).id);
const manage = <T>(fn: Parameters<typeof as<T>>[2]) => as(org, "manager", fn);
const draftOf = (id: string) => as(org, "viewer", async (ctx) => (await getWorkflow(ctx, id)).draft);
const nodeOf = async (id: string, node: string) => (await draftOf(id)).nodes.find((one) => one.id === node)!;
const CALL: Nodes = {
	call: ["http", { url: "https://api.test/x", headers: [{ name: "Authorization", value: "s3cret" }] }],
};

describe("FLOW-2 the draft step by step", () => {
	it("FLOW-2 an edit is made on the draft as it is, by those who may, and what cannot be kept changes nothing", async () => {
		const id = await make({ say: ["transform", { values: [{ name: "a", value: "1" }] }] }, ["start>say"]);
		const add = () =>
			manage((ctx) => editDraft(ctx, id, (graph) => addNode(graph, { type: "end", name: "End" }).graph));
		expect((await add()).version).toBe(2);
		expect((await add()).version).toBe(3);
		expect((await manage((ctx) => editDraft(ctx, id, (graph) => graph))).version).toBe(3);
		expect((await draftOf(id)).nodes.map((node) => node.id)).toEqual(["start", "say", "end", "end_2"]);
		const many = (graph: Graph) => ({ ...graph, nodes: Array.from({ length: 301 }, () => graph.nodes[0]!) });
		await expect(manage((ctx) => editDraft(ctx, id, many))).rejects.toMatchObject({
			status: 422,
			message: expect.stringContaining("300 steps"),
		});
		const odd = (graph: Graph) => ({ ...graph, nodes: [{ ...graph.nodes[0]!, name: "" }] });
		await expect(manage((ctx) => editDraft(ctx, id, odd))).rejects.toMatchObject({ status: 422 });
		await expect(as(org, "user", (ctx) => editDraft(ctx, id, odd))).rejects.toMatchObject({ status: 403 });
		await expect(as(other, "owner", (ctx) => editDraft(ctx, id, odd))).rejects.toMatchObject({ status: 404 });
		expect((await draftOf(id)).nodes).toHaveLength(4);
	});

	it("FLOW-2 a step is saved beside somebody else's, and not over what was done to itself", async () => {
		const id = await make({ say: ["transform", { values: [{ name: "a", value: "1" }] }], end: ["end"] }, [
			"start>say",
			"say>end",
		]);
		const seen = await nodeOf(id, "say");
		const input = { base: stepMark(seen), name: "Say", settings: { values: [{ name: "b", value: "2" }] }, retries: {} };
		await manage((ctx) =>
			saveStep(ctx, id, "end", {
				base: stepMark({ ...seen, id: "end", type: "end", name: "end", settings: {} }),
				name: "The end",
				settings: {},
				retries: {},
			}),
		);
		await manage((ctx) => saveStep(ctx, id, "say", input));
		expect(await nodeOf(id, "say")).toMatchObject({ name: "Say", settings: input.settings });
		const late = manage((ctx) => saveStep(ctx, id, "say", { ...input, name: "Late" }));
		await expect(late).rejects.toMatchObject({
			status: 409,
			data: { step: { name: "Say" }, base: expect.any(String) },
		});
		await manage((ctx) => editDraft(ctx, id, (graph) => ({ nodes: graph.nodes.slice(0, 1), edges: [] })));
		const gone = manage((ctx) => saveStep(ctx, id, "say", input));
		await expect(gone).rejects.toMatchObject({ status: 409, data: { step: null } });
	});

	it("FLOW-2 what is not filled in is refused by its field, and kept when one says so", async () => {
		const id = await make({ pick: ["switch", { cases: [{ port: "big", when: "trigger.n > 3" }] }] }, ["start>pick"]);
		const base = stepMark(await nodeOf(id, "pick"));
		const settings = {
			cases: [
				{ port: "big", when: "trigger.n >" },
				{ port: "Odd one", when: "true" },
			],
		};
		const save = (more: object) =>
			manage((ctx) => saveStep(ctx, id, "pick", { base, name: " ", settings, retries: { retries: 40 }, ...more }));
		await expect(save({})).rejects.toMatchObject({
			status: 422,
			fields: {
				name: ["Give the step a name."],
				retries: ["Write a whole number from 0 to 10, or nothing."],
				"settings.cases[0].when": [expect.stringContaining("trigger.n >")],
				"settings.cases[1].port": ["A case's name: small letters, digits and _."],
			},
		});
		await save({ name: "Pick", retries: { retries: 2 }, isUnfinished: true });
		expect(await nodeOf(id, "pick")).toMatchObject({ name: "Pick", retries: 2, settings });
		expect(problemsOf(await draftOf(id)).length).toBeGreaterThan(1);
	});

	it("FLOW-2 a secret that comes back masked stays; one that was lost keeps the workflow from being published", async () => {
		const id = await make(CALL, ["start>call"]);
		const masked = maskedGraph(await draftOf(id));
		expect(JSON.stringify(masked)).not.toContain("s3cret");
		await manage((ctx) => saveDraft(ctx, id, { graph: masked, version: 1 }));
		const node = await nodeOf(id, "call");
		expect(JSON.stringify(node)).toContain("s3cret");
		const settings = { ...masked.nodes[1]!.settings, method: "POST" };
		await manage((ctx) => saveStep(ctx, id, "call", { base: stepMark(node), name: "call", settings, retries: {} }));
		expect(await nodeOf(id, "call")).toMatchObject({ settings: { method: "POST", headers: [{ value: "s3cret" }] } });
		const foreign = await manage((ctx) => createWorkflow(ctx, { name: "Taken in", graph: masked }));
		await expect(manage((ctx) => publishWorkflow(ctx, foreign.id, { version: 1 }))).rejects.toMatchObject({
			status: 422,
			fields: { graph: [expect.stringContaining("a secret is missing")] },
		});
	});

	it("FLOW-2 a masked secret does not follow its address to another host: that is refused, and nothing is lost", async () => {
		const id = await make(CALL, ["start>call"]);
		const shown = maskedGraph(await draftOf(id));
		const call = shown.nodes.find((node) => node.id === "call")!;
		const elsewhere = { ...call.settings, url: "https://stolen.test/" };
		const graph = {
			...shown,
			nodes: shown.nodes.map((node) => (node === call ? { ...call, settings: elsewhere } : node)),
		};
		const refused = {
			status: 422,
			message: expect.stringContaining("leads to another host now. Write the secrets again"),
		};
		for (const save of [saveDraft, saveDrawing])
			await expect(manage((ctx) => save(ctx, id, { graph, version: 1 }))).rejects.toMatchObject(refused);
		const base = stepMark(await nodeOf(id, "call"));
		for (const isUnfinished of [true, false]) {
			const step = { base, name: "call", settings: elsewhere, retries: {}, isUnfinished };
			await expect(manage((ctx) => saveStep(ctx, id, "call", step))).rejects.toMatchObject({
				status: 422,
				fields: { "settings.headers[0].value": [expect.stringContaining("another host")] },
			});
		}
		expect(await nodeOf(id, "call")).toMatchObject({ settings: { headers: [{ value: "s3cret" }] } });
		const headers = [{ name: "Authorization", value: "written again" }];
		const step = { base, name: "call", settings: { ...elsewhere, headers }, retries: {} };
		await manage((ctx) => saveStep(ctx, id, "call", step));
		await expect(manage((ctx) => saveDraft(ctx, id, { graph: shown, version: 1 }))).rejects.toMatchObject({
			status: 409,
		});
	});
});

describe("FLOW-1 a workflow as a whole", () => {
	it("FLOW-1 name and limits are changed and checked field by field", async () => {
		const id = await make({}, []);
		const given = {
			name: "Renamed",
			mostRunning: "3",
			keyExpression: "trigger.id",
			mostPerKey: 1,
			whenFull: "skip",
		} as const;
		await manage((ctx) => changeWorkflow(ctx, id, given));
		expect(await as(org, "viewer", (ctx) => getWorkflow(ctx, id))).toMatchObject({
			name: "Renamed",
			limits: { mostRunning: 3, keyExpression: "trigger.id", mostPerKey: 1, mostPerMinute: null, whenFull: "skip" },
		});
		const wrong = { name: "", mostRunning: 0, keyExpression: "trigger.", mostPerMinute: "many" };
		const refused = await manage((ctx) => changeWorkflow(ctx, id, wrong)).catch((error) => error);
		expect(Object.keys(refused.fields).sort()).toEqual(["keyExpression", "mostPerMinute", "mostRunning", "name"]);
		await expect(as(other, "owner", (ctx) => changeWorkflow(ctx, id, given))).rejects.toMatchObject({ status: 404 });
	});

	it("FLOW-1 in the trash nothing begins it and nothing of it is lost; it comes back turned off", async () => {
		const { id } = await publish(org, { end: ["end"] }, ["start>end"]);
		await manage((ctx) => trashWorkflow(ctx, id));
		await expect(as(org, "viewer", (ctx) => getWorkflow(ctx, id))).rejects.toMatchObject({ status: 404 });
		await expect(
			as(org, "user", (ctx) => startRun(ctx, id, { trigger: {} }, { evenIfOff: true })),
		).rejects.toMatchObject({ status: 404 });
		expect((await as(org, "viewer", listTrashedWorkflows)).map((row) => row.id)).toContain(id);
		await expect(as(other, "owner", (ctx) => restoreWorkflow(ctx, id))).rejects.toMatchObject({ status: 404 });
		await manage((ctx) => restoreWorkflow(ctx, id));
		expect(await as(org, "viewer", (ctx) => getWorkflow(ctx, id))).toMatchObject({ isOn: false, published: 1 });
		await manage((ctx) => restoreWorkflow(ctx, id));
		expect((await as(org, "viewer", (ctx) => listVersions(ctx, id))).map(({ number }) => number)).toEqual([1]);
	});

	it("FLOW-1 a copy has draft, secrets and limits, and nothing published; a version becomes the draft again", async () => {
		const { id } = await publish(org, CALL, ["start>call"]);
		await manage((ctx) => changeWorkflow(ctx, id, { name: "Calls", mostRunning: 2 }));
		const copy = await manage((ctx) => duplicateWorkflow(ctx, id));
		const made = await as(org, "viewer", (ctx) => getWorkflow(ctx, copy.id));
		expect(made).toMatchObject({ name: "Calls (copy)", published: null, isOn: false, limits: { mostRunning: 2 } });
		expect(JSON.stringify(made.draft)).toContain("s3cret");
		await manage((ctx) => editDraft(ctx, id, (graph) => ({ nodes: graph.nodes.slice(0, 1), edges: [] })));
		expect((await as(org, "viewer", (ctx) => getWorkflow(ctx, id))).hasChanged).toBe(true);
		await manage((ctx) => restoreVersion(ctx, id, 1));
		expect((await as(org, "viewer", (ctx) => getWorkflow(ctx, id))).hasChanged).toBe(false);
		await expect(as(org, "viewer", (ctx) => getVersion(ctx, id, 2))).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => getVersion(ctx, id, 1))).rejects.toMatchObject({ status: 404 });
	});
});

describe("FLOW-5 how workflows do", () => {
	it("FLOW-5 runs, success and the last failure of 30 days; dry runs and what is older do not count", async () => {
		const { id } = await publish(org, { end: ["end"] }, ["start>end"]);
		for (const error of [null, null, "First", "Second"]) {
			const run = await begin(org, id);
			await settle(run, error);
		}
		await begin(org, id, {}, true);
		const [row] = (await as(org, "viewer", (ctx) => listWorkflows(ctx))).rows.filter((one) => one.id === id);
		expect(row?.figures).toMatchObject({
			runs: 4,
			succeeded: 2,
			failed: 2,
			isOver: false,
			lastFailure: { error: "Second" },
		});
		expect(row?.trigger).toMatchObject({ type: "manual" });
		await manage((ctx) =>
			ctx.db
				.insertInto("workflow_runs")
				.values({
					...{ org_id: ctx.org, id: firstIdAt(new Date(ctx.now.getTime() - 31 * 86_400_000)), workflow_id: id },
					...{ version_number: 1, state: "failed", error: "Long ago", started_by: "Somebody" },
				})
				.execute(),
		);
		const [again] = (await as(org, "viewer", (ctx) => listWorkflows(ctx))).rows.filter((one) => one.id === id);
		expect(again?.figures).toEqual(row?.figures);
	});

	it("FLOW-5 one statement lists a page by name with its figures, by the indexes and none but its organisation's", async () => {
		const names = Array.from({ length: 33 }, (_none, at) => `Page ${String(at).padStart(2, "0")}`);
		const firm = await makeOrg("A firm with pages");
		await as(firm, "manager", async (ctx) => {
			for (const name of names) await createWorkflow(ctx, { name });
		});
		const first = await as(firm, "viewer", (ctx) => listWorkflows(ctx));
		const second = await as(firm, "viewer", (ctx) => listWorkflows(ctx, { after: first.next! }));
		expect([...first.rows, ...second.rows].map(({ name }) => name)).toEqual(names);
		expect(second.next).toBeNull();
		expect((await as(firm, "viewer", (ctx) => listWorkflows(ctx, { q: "page 3_" }))).rows).toEqual([]);
		expect((await as(firm, "viewer", (ctx) => listWorkflows(ctx, { q: "PAGE 32" }))).rows).toHaveLength(1);
		const heard = await statementsOf(() => as(firm, "viewer", (ctx) => listWorkflows(ctx)));
		expect(heard).toHaveLength(1);
		const plan = await as(firm, "viewer", async (ctx) => {
			const { sql, parameters } = listStatement(ctx, {}).compile(ctx.db);
			const { rows } = await ctx.db.executeQuery<{ "QUERY PLAN": string }>({
				...listStatement(ctx, {}).compile(ctx.db),
				sql: `explain ${sql}`,
				parameters,
			});
			return rows.map((row) => row["QUERY PLAN"]).join("\n");
		});
		expect(plan).not.toMatch(/Seq Scan on workflow_runs/);
		expect(plan).toMatch(/workflow_runs_of_workflow/);
		expect(plan).toMatch(/workflow_runs_of_workflow_in_state/);
	});
});

/** Ends a run as if it had gone on. */
const settle = (run: string, error: string | null) =>
	manage((ctx) =>
		ctx.db
			.updateTable("workflow_runs")
			.set({ state: error ? "failed" : "succeeded", error, ended_at: ctx.now })
			.where("id", "=", run)
			.execute(),
	);
