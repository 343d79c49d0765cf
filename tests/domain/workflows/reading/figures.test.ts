import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { saveDraft } from "#app/domain/workflows/definitions/save-draft.ts";
import { getWorkflowFigures } from "#app/domain/workflows/reading/workflow-figures.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { begin, DAY, later, publish } from "../nodes/flow.ts";

let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const figures = (id: string, now?: Date, of = org) => as(of, "viewer", (ctx) => getWorkflowFigures(ctx, id), now);

describe("FLOW-5 figures of a workflow", () => {
	it("FLOW-5 counts 30 days of runs, times each node, and names the failing one with its last error", async () => {
		const { id } = await publish(
			org,
			{
				sum: ["transform", { values: [{ name: "n", value: "trigger.n + 1" }] }],
				wait: ["wait", { amount: 1, unit: "minutes" }],
			},
			["start>sum", "sum>wait"],
		);
		for (const trigger of [{ n: 1 }, { n: 2 }, { n: "x" }]) await begin(org, id, trigger);
		await begin(org, id, { n: 1 }, true);
		await runJobs();
		await runJobs(later(61_000));
		const left = await begin(org, id, { n: 4 });
		await runJobs();
		const shown = await figures(id);
		expect(shown).toMatchObject({
			...{ runs: 4, isMore: false, succeeded: 2, failed: 1, cancelled: 0, going: 1, timedRuns: 3 },
			failing: { node: "sum", name: "sum", runs: 1, error: expect.stringMatching(/./), runId: expect.any(String) },
		});
		expect(shown.failing!.runId).not.toBe(left);
		expect(shown.successRate).toBeCloseTo(2 / 3);
		expect(shown.nodes.map(({ node, done, failed }) => [node, done, failed])).toEqual([
			["start", 3, 0],
			["sum", 2, 1],
			["wait", 2, 0],
		]);
		const wait = shown.nodes.find(({ node }) => node === "wait")!;
		expect(wait.medianMs).toBeGreaterThanOrEqual(60_000);
		expect(wait.p95Ms).toBeGreaterThanOrEqual(wait.medianMs);
		expect(shown.medianMs).toBeGreaterThanOrEqual(60_000);
		expect(shown.nodes[1]!.lastError).toBe(shown.failing!.error);
		const heard = await statementsOf(() => figures(id));
		expect(heard.filter((text) => /from workflow/.test(text))).toHaveLength(1);
		// A month later none of it counts.
		expect(await figures(id, later(31 * DAY))).toMatchObject({ runs: 0, successRate: null, nodes: [], failing: null });
	});

	it("FLOW-5 a step that is gone is called as it last was, however many versions ago, and never by its id", async () => {
		const fails = (id: string) =>
			Graph.parse({
				nodes: [
					{ id: "start", type: "manual", name: "By hand" },
					{ id, type: "transform", name: "Add up", settings: { values: [{ name: "n", value: "trigger.no.n" }] } },
				],
				edges: [{ from: "start", port: "next", to: id }],
			});
		const { id } = await as(org, "manager", async (ctx) => {
			const made = await createWorkflow(ctx, { name: "Often changed", graph: fails("old_one") });
			await publishWorkflow(ctx, made.id, { version: 1 });
			return made;
		});
		await begin(org, id, {});
		await runJobs();
		await as(org, "manager", async (ctx) => {
			await saveDraft(ctx, id, { graph: fails("new_one"), version: 1 });
			await publishWorkflow(ctx, id, { version: 2 });
			// Sixty more, as if each was published.
			await sql`insert into workflow_versions (org_id, workflow_id, number, graph, note, published_by, published_at)
				select org_id, workflow_id, number + n, graph, note, published_by, published_at
				from workflow_versions cross join generate_series(1, 60) n
				where org_id = ${ctx.org} and workflow_id = ${id} and number = 2`.execute(ctx.db);
		});
		const shown = await figures(id);
		expect(shown.failing).toMatchObject({ node: "old_one", name: "Add up (removed)" });
		expect(shown.nodes.map(({ name }) => name)).toEqual(["By hand", "Add up (removed)"]);
	});

	it("FLOW-5 of another firm's workflow there are none", async () => {
		const { id } = await publish(org, { wait: ["wait", {}] }, ["start>wait"]);
		await expect(figures(id, undefined, await makeOrg("Other"))).rejects.toMatchObject({ status: 404 });
		await expect(figures("nonsense")).rejects.toMatchObject({ status: 404 });
	});

	it("FLOW-5 a step that was removed is called as it was in the newest version that had it", async () => {
		const step = { id: "http_2", type: "transform", name: "Ask the shop", x: 0, y: 0 };
		const graph = (nodes: object[]) =>
			Graph.parse({
				nodes: [{ id: "start", type: "manual", name: "Start" }, ...nodes],
				edges: nodes.length > 0 ? [{ from: "start", port: "next", to: "http_2" }] : [],
			});
		const { id } = await as(org, "manager", async (ctx) => {
			const values = [{ name: "n", value: "trigger.no.n" }];
			const made = await createWorkflow(ctx, { name: "Shop", graph: graph([{ ...step, settings: { values } }]) });
			await publishWorkflow(ctx, made.id, { version: 1 });
			return made;
		});
		await begin(org, id);
		await runJobs();
		await as(org, "manager", async (ctx) => {
			const { version } = await saveDraft(ctx, id, { graph: graph([]), version: 1 });
			await publishWorkflow(ctx, id, { version });
		});
		const { failing, nodes } = await figures(id);
		expect(failing).toMatchObject({ node: "http_2", name: "Ask the shop (removed)" });
		expect(nodes.map(({ name }) => name)).toEqual(["Start", "Ask the shop (removed)"]);
	});
});
