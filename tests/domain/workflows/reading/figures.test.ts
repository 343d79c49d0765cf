import { beforeAll, describe, expect, it } from "vitest";
import { getWorkflowFigures } from "#app/domain/workflows/reading/workflow-figures.ts";
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

	it("FLOW-5 of another firm's workflow there are none", async () => {
		const { id } = await publish(org, { wait: ["wait", {}] }, ["start>wait"]);
		await expect(figures(id, undefined, await makeOrg("Other"))).rejects.toMatchObject({ status: 404 });
		await expect(figures("nonsense")).rejects.toMatchObject({ status: 404 });
	});
});
