import { beforeAll, describe, expect, it } from "vitest";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { pauseRun, resumeRun } from "#app/domain/workflows/running/change-run.ts";
import { sweepRuns } from "#app/domain/workflows/running/driving/sweep-runs.ts";
import { replayRun } from "#app/domain/workflows/running/starting/replay-run.ts";
import { startRuns } from "#app/domain/workflows/running/starting/start-runs.ts";
import { wakeDue } from "#app/domain/workflows/running/waking/wake-due.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { begin, later, publish, runOf, runsOf } from "../nodes/flow.ts";

let org: TestOrg;
const MINUTE = 60_000;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const waiting = () => publish(org, { wait: ["wait", { amount: 1, unit: "hours" }] }, ["start>wait"]);
const forgetJobs = () => house().database.owner.query("delete from pgboss.job where name like 'workflows.%'");

describe("FLOW-3 runs whose job is lost", () => {
	it("FLOW-3 what is due by the database's clock is woken by a process whose own is behind", async () => {
		const { id } = await waiting();
		const run = await begin(org, id);
		await runJobs();
		await house().database.owner.query(
			"update workflow_steps set wake_at = now() where run_id = $1 and state = 'waiting'",
			[run],
		);
		expect(await asActor(org.id, SYSTEM, wakeDue, later(-MINUTE))).toBe(1);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
	});

	it("FLOW-3 waits that are overdue get another job, of each organisation that has some and of no other", async () => {
		const other = await makeOrg();
		const third = await makeOrg();
		const begun = new Map<TestOrg, string>();
		for (const firm of [org, other, third]) {
			const { id } = await publish(firm, { wait: ["wait", { amount: firm === other ? 9 : 1, unit: "hours" }] }, [
				"start>wait",
			]);
			begun.set(firm, await begin(firm, id));
		}
		await runJobs();
		await forgetJobs();
		const then = later(62.5 * MINUTE);
		expect(await sweepRuns(later(61 * MINUTE))).toBe(0);
		expect(await sweepRuns(then)).toBe(2);
		await runJobs(then);
		const states = await Promise.all([...begun].map(async ([firm, run]) => (await runOf(firm, run)).state));
		expect(states).toEqual(["succeeded", "waiting", "succeeded"]);
	});
});

describe("FLOW-4 workflows take turns", () => {
	it("FLOW-4 whatever carries a run on says of which workflow: begun, woken, replayed, resumed, found again", async () => {
		const { id } = await waiting();
		const lanes = async () => (await waitingJobs(driveRunJob)).map(({ payload }) => payload.workflowId);
		await runJobs();
		const run = await begin(org, id);
		expect(await lanes()).toEqual([id]);
		await runJobs();
		await asActor(org.id, SYSTEM, wakeDue, later(61 * MINUTE));
		expect(await lanes()).toEqual([id]);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		const { id: again } = await as(org, "user", (ctx) => replayRun(ctx, run, { from: "wait" }));
		expect(await lanes()).toEqual([id]);
		await as(org, "user", (ctx) => pauseRun(ctx, again));
		await runJobs();
		await as(org, "user", (ctx) => resumeRun(ctx, again));
		expect(await lanes()).toEqual([id]);
		await forgetJobs();
		await house().database.owner.query("update workflow_runs set lease_until = now() where id = $1", [again]);
		await sweepRuns(later(MINUTE));
		expect(await lanes()).toEqual([id]);
	});
});

describe("FLOW-4 so many runs a minute", () => {
	it("FLOW-4 those beyond the number of a minute begin minute by minute, also where nothing else begins", async () => {
		const { id } = await publish(org, { done: ["end"] }, ["start>done"]);
		await as(org, "manager", (ctx) =>
			ctx.db.updateTable("workflows").set({ most_per_minute: 2 }).where("id", "=", id).execute(),
		);
		await as(org, "user", (ctx) =>
			startRuns(
				ctx,
				id,
				Array.from({ length: 7 }, () => ({ trigger: {} })),
			),
		);
		const ended: number[] = [];
		for (let minute = 0; minute < 5; minute++) {
			await runJobs(later(minute * 65_000));
			ended.push((await runsOf(org, id)).filter(({ state }) => state === "succeeded").length);
		}
		expect(ended).toEqual([2, 4, 6, 7, 7]);
	});
});
