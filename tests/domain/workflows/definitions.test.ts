import { beforeAll, describe, expect, it } from "vitest";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow, turnWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { saveDraft } from "#app/domain/workflows/definitions/save-draft.ts";
import { fireScheduleJob } from "#app/domain/workflows/jobs.ts";
import { nextTime } from "#app/domain/workflows/rules/next-time.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import type { Ctx } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
});

const graphOf = (trigger: object, ...more: object[]) => ({
	nodes: [{ id: "start", name: "Start", ...trigger }, ...more],
	edges: more.map((node) => ({ from: "start", port: "next", to: (node as { id: string }).id })),
});
const END = { id: "done", type: "end", name: "Done" };
const byHand = graphOf({ type: "manual" }, END);
const make = (graph: object = byHand) =>
	as(org, "manager", async (ctx) => (await createWorkflow(ctx, { name: "One", graph: graph as never })).id);
const runsOf = (id: string) => (ctx: Ctx) =>
	ctx.db
		.selectFrom("workflow_runs")
		.select(["state", "version_number"])
		.where("workflow_id", "=", id)
		.orderBy("id")
		.execute();

describe("FLOW-1 definitions", () => {
	it("FLOW-1 a draft saved in two tabs keeps the first and gives the second both", async () => {
		const id = await make();
		const mine = graphOf({ type: "manual", name: "Mine" }, END);
		expect(await as(org, "manager", (ctx) => saveDraft(ctx, id, { graph: mine as never, version: 1 }))).toEqual({
			version: 2,
		});
		const late = as(org, "manager", (ctx) => saveDraft(ctx, id, { graph: byHand as never, version: 1 }));
		await expect(late).rejects.toMatchObject({
			status: 409,
			data: { version: 2, graph: { nodes: [{ name: "Mine" }, {}] } },
		});
		await expect(
			as(other, "manager", (ctx) => saveDraft(ctx, id, { graph: byHand as never, version: 2 })),
		).rejects.toMatchObject({ status: 404 });
		await expect(
			as(org, "user", (ctx) => saveDraft(ctx, id, { graph: byHand as never, version: 2 })),
		).rejects.toMatchObject({ status: 403 });
	});

	it("FLOW-1 what cannot run is kept as a draft and not published, with every reason", async () => {
		const id = await make({
			nodes: [
				{ id: "start", type: "manual", name: "Start" },
				{ id: "two", type: "manual", name: "Second start" },
				{ id: "odd", type: "teleport", name: "Beam" },
				{ id: "wait", type: "wait_event", name: "Wait", settings: { event: "x", about: "{{ trigger. }}" } },
			],
			edges: [
				{ from: "start", port: "next", to: "odd" },
				{ from: "start", port: "next", to: "wait" },
			],
		});
		const refused = await as(org, "manager", (ctx) => publishWorkflow(ctx, id, { version: 1 })).catch((error) => error);
		expect(refused).toMatchObject({ status: 422 });
		const said = refused.fields.graph.join("\n");
		for (const words of ["both begin this workflow", "teleport", "trigger."]) expect(said).toContain(words);
	});

	it("FLOW-1 runs under way stay on their version; new ones follow the new one; versions cannot be changed", async () => {
		const waits = graphOf(
			{ type: "manual" },
			{ id: "wait", type: "wait", name: "Wait", settings: { amount: 1, unit: "days" } },
		);
		const id = await make(waits);
		await as(org, "manager", (ctx) => publishWorkflow(ctx, id, { version: 1 }));
		await as(org, "user", (ctx) => startRun(ctx, id, { trigger: {} }));
		await runJobs();
		await as(org, "manager", (ctx) => saveDraft(ctx, id, { graph: byHand as never, version: 1 }));
		expect(await as(org, "manager", (ctx) => publishWorkflow(ctx, id, { version: 2 }))).toMatchObject({ number: 2 });
		await as(org, "user", (ctx) => startRun(ctx, id, { trigger: {} }));
		await runJobs();
		expect(await as(org, "viewer", runsOf(id))).toEqual([
			{ state: "waiting", version_number: 1 },
			{ state: "succeeded", version_number: 2 },
		]);
		const change = as(org, "owner", (ctx) => ctx.db.updateTable("workflow_versions").set({ note: "x" }).execute());
		await expect(change).rejects.toThrow("permission denied");
	});

	it("FLOW-1 a schedule begins at its instant, once, by the zone's clock, and not while it is off", async () => {
		const id = await make(
			graphOf({ type: "on_schedule", settings: { cron: "0 9 * * *", timeZone: "America/New_York" } }, END),
		);
		await as(org, "manager", (ctx) => publishWorkflow(ctx, id, { version: 1 }));
		const [planned] = await waitingJobs(fireScheduleJob);
		const first = nextTime("0 9 * * *", "America/New_York", new Date())!;
		expect(planned?.startAfter).toEqual(first);
		await runJobs(new Date(first.getTime() + 1_000), 2);
		expect(await as(org, "viewer", runsOf(id))).toHaveLength(1);
		await as(org, "manager", (ctx) => turnWorkflow(ctx, id, false));
		await runJobs(new Date(first.getTime() + 2 * 86_400_000));
		expect(await as(org, "viewer", runsOf(id))).toHaveLength(1);
		await expect(as(org, "user", (ctx) => startRun(ctx, id, { trigger: {} }))).rejects.toMatchObject({ status: 409 });
	});

	it("FLOW-1 a time that the clocks skip comes right after, one that they repeat comes once", () => {
		const spring = nextTime("30 2 * * *", "America/New_York", new Date("2026-03-08T05:00:00Z"));
		expect(spring).toEqual(new Date("2026-03-08T07:30:00Z"));
		const autumn = nextTime("30 1 * * *", "America/New_York", new Date("2026-11-01T04:00:00Z"))!;
		expect(autumn).toEqual(new Date("2026-11-01T05:30:00Z"));
		expect(nextTime("30 1 * * *", "America/New_York", autumn)).toEqual(new Date("2026-11-02T06:30:00Z"));
		expect(nextTime("every day", "UTC", new Date())).toBeNull();
	});
});
