import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import type { Driver } from "#app/domain/workflows/running/driving/driver.ts";
import { runNow } from "#app/domain/workflows/running/driving/run-now.ts";
import { replayRun } from "#app/domain/workflows/running/starting/replay-run.ts";
import { startRun, startRuns } from "#app/domain/workflows/running/starting/start-runs.ts";
import { MOST_DEPTH } from "#app/domain/workflows/schema.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { begin, publish, runOf, runsOf } from "../nodes/flow.ts";

let org: TestOrg;
let plain: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	plain = (await publish(org, { done: ["end", { result: "1" }] }, ["start>done"])).id;
});

const eventsOf = (of: TestOrg, workflow: string, name: string) =>
	as(of, "viewer", (ctx) =>
		ctx.db
			.selectFrom("events")
			.select(["name", "actor_kind", "actor_id", "actor_name", "data", "request_id"])
			.where("subject_id", "=", workflow)
			.where("name", "=", name)
			.orderBy("id")
			.execute(),
	);
const begunOf = (of: TestOrg, workflow: string) => eventsOf(of, workflow, "workflow.run-begun");

const now = (of: TestOrg, workflow: string) => {
	const driver: Driver = {
		org: of.id,
		requestId: newId(),
		signal: new AbortController().signal,
		now: () => house().database.clock.now(),
		outside: { models: undefined as never, http: undefined as never },
	};
	const actor = { kind: "member" as const, role: "user" as const, ...of.members.user };
	return runNow(driver, { org: of.id, requestId: "asked-now", actor }, workflow, { trigger: {} });
};

describe("AUDIT-1 the beginnings of runs", () => {
	it("AUDIT-1 each is on record with who began it: by hand, on the spot, dry, and again", async () => {
		const { id: member, name } = org.members.user;
		const who = { actor_kind: "member", actor_id: member, actor_name: name };
		const byHand = await begin(org, plain);
		const onTheSpot = (await now(org, plain))!;
		expect(onTheSpot.state).toBe("succeeded");
		const dry = await begin(org, plain, {}, true);
		await runJobs();
		const again = await as(org, "user", (ctx) => replayRun(ctx, byHand, { from: "done" }));
		expect(await begunOf(org, plain)).toMatchObject([
			{ ...who, data: { run: byHand, version: 1 } },
			{ ...who, data: { run: onTheSpot.id, version: 1 }, request_id: "asked-now" },
			{ ...who, data: { run: dry, isDry: true } },
		]);
		expect(await eventsOf(org, plain, "workflow.run-replayed")).toMatchObject([{ ...who, data: { run: again.id } }]);
	});

	it("AUDIT-1 many are many records at once; one that came before and one that is refused are none", async () => {
		const { id } = await publish(org, { done: ["end"] }, ["start>done"]);
		const starts = Array.from({ length: 1_500 }, (_, at) => ({ trigger: { at }, dedupeKey: `row ${at}` }));
		const ids = await as(org, "user", (ctx) => startRuns(ctx, id, starts));
		const begun = await begunOf(org, id);
		expect(begun.map(({ data }) => (data as { run: string }).run).sort()).toEqual([...ids].sort());
		await as(org, "user", (ctx) => startRuns(ctx, id, starts.slice(0, 3)));
		await expect(
			as(org, "user", async (ctx) => {
				await startRun(ctx, id, { trigger: {} });
				throw new Error("something else went wrong");
			}),
		).rejects.toThrow("something else");
		expect(await begunOf(org, id)).toHaveLength(1_500);
		await house().database.owner.query("delete from pgboss.job where name = 'workflows.drive-run'");
	});

	it("AUDIT-1 a run that waits for a free place says so", async () => {
		const { id } = await publish(org, { wait: ["wait", { amount: 1, unit: "hours" }] }, ["start>wait"]);
		await as(org, "manager", (ctx) =>
			ctx.db.updateTable("workflows").set({ most_running: 1 }).where("id", "=", id).execute(),
		);
		await begin(org, id);
		await begin(org, id);
		expect((await begunOf(org, id)).map(({ data }) => (data as { isHeld?: boolean }).isHeld ?? false)).toEqual([
			false,
			true,
		]);
	});
});

describe("FLOW-3 workflows that follow the beginnings of runs", () => {
	const listening = { start: ["on_event", { event: "workflow.run-begun" }], done: ["end"] } as const;

	it("FLOW-3 one that its own beginning begins stops at the most runs in a row and says so", async () => {
		const firm = await makeOrg();
		const { id: first } = await publish(firm, { done: ["end"] }, ["start>done"]);
		const { id } = await publish(firm, { ...listening } as never, ["start>done"]);
		await begin(firm, first);
		await runJobs();
		const runs = await runsOf(firm, id);
		expect(runs.map(({ depth }) => depth)).toEqual(Array.from({ length: MOST_DEPTH }, (_, at) => at + 1));
		expect(new Set(runs.map(({ state }) => state))).toEqual(new Set(["succeeded"]));
		expect(await eventsOf(firm, id, "workflow.not-begun")).toMatchObject([
			{ actor_kind: "system", data: { event: "workflow.run-begun", times: MOST_DEPTH } },
		]);
	});

	it("FLOW-3 one that is told when others are not begun does not begin for ever either", async () => {
		const firm = await makeOrg();
		const { id } = await publish(firm, { ...listening } as never, ["start>done"]);
		const { id: told } = await publish(firm, { start: ["on_event", { event: "workflow.not-begun" }], done: ["end"] }, [
			"start>done",
		]);
		const { id: first } = await publish(firm, { done: ["end"] }, ["start>done"]);
		await begin(firm, first);
		await runJobs();
		expect(await runsOf(firm, id)).toHaveLength(MOST_DEPTH);
		expect(await runsOf(firm, told)).toHaveLength(0);
	});

	it("FLOW-3 a filter keeps it to other workflows, and nothing is said of what would not have begun", async () => {
		const firm = await makeOrg();
		const { id: first } = await publish(firm, { done: ["end"] }, ["start>done"]);
		const start = ["on_event", { event: "workflow.run-begun", filter: `event.subject.id == "${first}"` }] as const;
		const { id } = await publish(firm, { start, done: ["end"] } as never, ["start>done"]);
		await begin(firm, first);
		await runJobs();
		expect(await runsOf(firm, id)).toHaveLength(1);
		expect(await eventsOf(firm, id, "workflow.not-begun")).toEqual([]);
	});

	it("FLOW-3 a run begun on the spot is followed too: by a workflow, and by a run that waits for it", async () => {
		const firm = await makeOrg();
		const { id: first } = await publish(firm, { done: ["end"] }, ["start>done"]);
		expect((await now(firm, first))?.state).toBe("succeeded");
		const { id: waiting } = await publish(
			firm,
			{ wait: ["wait_event", { event: "workflow.run-begun", about: first }] },
			["start>wait"],
		);
		const run = await begin(firm, waiting);
		await runJobs();
		expect(await runOf(firm, run)).toMatchObject({ state: "waiting" });
		await now(firm, first);
		await runJobs();
		expect(await runOf(firm, run)).toMatchObject({ state: "succeeded" });
		expect((await now(firm, first))?.state).toBe("succeeded");
		const { id } = await publish(firm, { ...listening } as never, ["start>done"]);
		await now(firm, first);
		await runJobs();
		expect((await runsOf(firm, id)).length).toBeGreaterThanOrEqual(1);
	});
});
