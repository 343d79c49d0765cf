import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import { commit, type Driver, readAgain } from "#app/domain/workflows/running/driving/driver.ts";
import { runNow } from "#app/domain/workflows/running/driving/run-now.ts";
import type { RunRecord } from "#app/domain/workflows/running/state/run-record.ts";
import { TurnLost } from "#app/domain/workflows/running/state/save-turn.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let id: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	const graph = {
		nodes: [
			{ id: "start", type: "manual", name: "Start" },
			{ id: "twice", type: "transform", name: "Twice", settings: { values: [{ name: "n", value: "trigger.n * 2" }] } },
			{ id: "done", type: "end", name: "Done", settings: { result: "steps.twice.n" } },
		],
		edges: [
			{ from: "start", port: "next", to: "twice" },
			{ from: "twice", port: "next", to: "done" },
		],
	};
	id = await as(org, "manager", async (ctx) => {
		const made = await createWorkflow(ctx, { name: "Now", graph });
		await publishWorkflow(ctx, made.id, { version: 1 });
		return made.id;
	});
});

const driver = (signal = new AbortController().signal): Driver => ({
	org: org.id,
	requestId: newId(),
	signal,
	now: () => house().database.clock.now(),
	outside: { models: undefined as never, http: undefined as never },
});
const scope = (role: "user" | "viewer" = "user") => {
	const { id: member, name, userId } = org.members[role];
	return { org: org.id, requestId: newId(), actor: { kind: "member" as const, id: member, name, role, userId } };
};
const runOf = (run: string) =>
	as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("workflow_runs").selectAll().where("id", "=", run).executeTakeFirstOrThrow(),
	);

describe("FLOW-3 a run on the spot", () => {
	it("FLOW-3 goes to its end without a job, each step kept, and is nobody's any more", async () => {
		const run = (await runNow(driver(), scope(), id, { trigger: { n: 21 } }))!;
		expect(run.state).toBe("succeeded");
		expect(await runOf(run.id)).toMatchObject({ state: "succeeded", output: 42, lease_until: null });
		const steps = await as(org, "viewer", (ctx) =>
			ctx.db
				.selectFrom("workflow_steps")
				.select(["node", "state"])
				.where("run_id", "=", run.id)
				.orderBy("id")
				.execute(),
		);
		expect(steps.map(({ node, state }) => `${node} ${state}`)).toEqual(["start done", "twice done", "done done"]);
	});

	it("FLOW-3 whose process died is taken up by a job a minute later, and is for whoever may run it", async () => {
		// A process that ends as soon as the run is begun: nothing of it is carried out.
		const dead = AbortSignal.abort();
		const run = (await runNow(driver(dead), scope(), id, { trigger: { n: 4 } }))!;
		await house().database.owner.query("delete from pgboss.job where name = 'workflows.drive-run'");
		expect(await runOf(run.id)).toMatchObject({ state: "running" });
		const later = new Date(house().database.clock.now().getTime() + 120_000);
		const { sweepRuns } = await import("#app/domain/workflows/running/driving/sweep-runs.ts");
		expect(await sweepRuns(later)).toBe(1);
		await runJobs(later);
		expect(await runOf(run.id)).toMatchObject({ state: "succeeded", output: 8 });
		await expect(runNow(driver(), scope("viewer"), id, { trigger: {} })).rejects.toMatchObject({ status: 403 });
	});

	it("FLOW-3 turns that are committed together move each run once, and leave alone one that has moved already", async () => {
		const begun = await Promise.all(
			[1, 2, 3].map(() => runNow(driver(AbortSignal.abort()), scope(), id, { trigger: { n: 1 } })),
		);
		const runs = await Promise.all(begun.map((run) => readAgain(driver(), run!.id)));
		const [one, two, three] = runs.map((run) => run!) as [RunRecord, RunRecord, RunRecord];
		const end = (run: RunRecord, n: number) => {
			const [step] = run.steps.values();
			return commit(driver(), run, step!, { kind: "result", result: { output: { n } } });
		};
		const again = (await readAgain(driver(), one.id))!;
		// The same step of the same run by two at once, in one lot, beside another run and one that ended meanwhile.
		await as(org, "manager", (ctx) => cancelRun(ctx, three.id));
		const settled = await Promise.allSettled([end(one, 1), end(again, 2), end(two, 3), end(three, 4)]);
		const lost = settled.map((each) => each.status === "rejected" && each.reason instanceof TurnLost);
		expect(lost.slice(2)).toEqual([false, true]);
		expect(lost.slice(0, 2).filter(Boolean)).toHaveLength(1);
		const steps = (run: RunRecord) =>
			as(org, "viewer", (ctx) =>
				ctx.db
					.selectFrom("workflow_steps")
					.select(["node", "state", "output"])
					.where("run_id", "=", run.id)
					.orderBy("id")
					.execute(),
			);
		expect(await steps(one)).toMatchObject([
			{},
			{ node: "twice", output: { n: lost[0] ? 2 : 1 } },
			{ node: "done", state: "ready" },
		]);
		expect(await steps(two)).toMatchObject([{}, { node: "twice", output: { n: 3 } }, { node: "done", state: "ready" }]);
		expect(await steps(three)).toMatchObject([{}, { node: "twice", state: "cancelled" }]);
	});
});
