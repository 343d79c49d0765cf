import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { listRuns } from "#app/domain/workflows/reading/run-list.ts";
import { getRunStep, listRunSteps } from "#app/domain/workflows/reading/run-steps.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import { completeRun } from "#app/domain/workflows/running/complete-run.ts";
import { replayRun } from "#app/domain/workflows/running/starting/replay-run.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeContact } from "#tests/support/messaging.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { begin, publish, runOf } from "../nodes/flow.ts";

let org: TestOrg;
let other: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
});

const list = (filter: Parameters<typeof listRuns>[1], of = org) =>
	as(of, "viewer", async (ctx) => (await listRuns(ctx, filter)).data.map(({ id }) => id));

describe("FLOW-3 what is read of runs", () => {
	it("FLOW-3 lists runs newest first, by workflow, state and record, page after page, and nobody else's", async () => {
		const waits = await publish(org, { wait: ["wait", { amount: 2 }] }, ["start>wait"]);
		const fails = await publish(org, { sum: ["transform", { values: [{ name: "n", value: "trigger.no.n" }] }] }, [
			"start>sum",
		]);
		const contact = await makeContact(org, { first_name: "Cleo" });
		const one = await begin(org, waits.id);
		const two = await begin(org, fails.id);
		const three = (await as(org, "user", (ctx) =>
			startRun(ctx, waits.id, { trigger: {}, subject: { type: "contact", id: contact.id } }),
		))!;
		await runJobs();
		expect((await list({})).slice(0, 3)).toEqual([three, two, one]);
		expect(await list({ workflowId: waits.id })).toEqual([three, one]);
		expect(await list({ state: "failed", workflowId: fails.id })).toEqual([two]);
		expect(await list({ state: "waiting" })).toEqual([three, one]);
		expect(await list({ subjectId: contact.id })).toEqual([three]);
		expect(await list({ workflowId: "none" })).toEqual([]);
		expect(await list({}, other)).toEqual([]);
		const first = await as(org, "viewer", (ctx) => listRuns(ctx, {}, { limit: 2 }));
		expect(first.next).toBe(two);
		const rest = await as(org, "viewer", (ctx) => listRuns(ctx, { after: first.next! }, { limit: 2 }));
		expect([rest.data.map(({ id }) => id), rest.next]).toEqual([[one], null]);
		expect(first.data[0]).toMatchObject({ subject: { type: "contact", name: expect.stringContaining("Cleo") } });
		expect(first.data[1]!.error).toContain("no");
	});

	it("FLOW-3 tells a run's story in order: what each step was given and made, how it ended, what it waits for", async () => {
		const { id } = await publish(
			org,
			{
				sum: ["transform", { values: [{ name: "total", value: "trigger.a + 1" }] }],
				big: ["transform", { values: [{ name: "text", value: "trigger.long" }] }],
				ask: ["approval", { title: "Is it?" }],
			},
			["start>sum", "sum>big", "big>ask"],
		);
		const run = await begin(org, id, { a: 4, long: "x".repeat(5_000) });
		await runJobs();
		const { detail, steps } = await as(org, "viewer", async (ctx) => ({
			detail: await getRun(ctx, run),
			steps: await listRunSteps(ctx, run),
		}));
		expect(detail).toMatchObject({
			...{ state: "waiting", version: 1, startedBy: org.members.user.name, isDry: false, parent: null, children: [] },
			trigger: { isWhole: true, text: expect.stringContaining('"a": 4') },
		});
		expect(steps.data.map(({ node, state }) => `${node} ${state}`)).toEqual([
			...["start done", "sum done", "big done", "ask waiting"],
		]);
		const [, sum, big, ask] = steps.data;
		expect(JSON.parse(sum!.output!.text)).toEqual({ total: 5 });
		// What is long is cut in the story, and whole on its own.
		expect(big!.output).toMatchObject({ isWhole: false, bytes: expect.any(Number) });
		const whole = await as(org, "viewer", (ctx) => getRunStep(ctx, run, big!.id));
		expect(JSON.parse(whole.output!.text)).toEqual({ text: "x".repeat(5_000) });
		expect(ask).toMatchObject({ wait: { for: "person", until: null }, approvalId: expect.any(String) });
		const paged = await as(org, "viewer", (ctx) => listRunSteps(ctx, run, { limit: 3 }));
		const after = await as(org, "viewer", (ctx) => listRunSteps(ctx, run, { limit: 3, after: paged.next! }));
		expect([...paged.data, ...after.data].map(({ id: step }) => step)).toEqual(steps.data.map(({ id: step }) => step));
		for (const read of [
			() => as(other, "owner", (ctx) => getRun(ctx, run)),
			() => as(other, "owner", (ctx) => getRunStep(ctx, run, big!.id)),
			() => as(org, "owner", (ctx) => getRun(ctx, newId())),
			() => as(org, "owner", (ctx) => getRun(ctx, "nonsense")),
		]) {
			await expect(read()).rejects.toMatchObject({ status: 404 });
		}
		expect((await as(other, "owner", (ctx) => listRunSteps(ctx, run))).data).toEqual([]);
		const heard = await statementsOf(() =>
			as(org, "viewer", async (ctx) => {
				await getRun(ctx, run);
				await listRunSteps(ctx, run);
			}),
		);
		expect(heard.filter((text) => /^\s*(?:with|select)\b.*\bfrom\b/is.test(text)).length).toBeLessThanOrEqual(3);
	});

	it("FLOW-3 a replay lists what it took over as the graph leads, whatever the steps are called", async () => {
		const sum = (value: string): [string, Record<string, unknown>] => ["transform", { values: [{ name: "n", value }] }];
		// By their ids the last comes first.
		const { id } = await publish(
			org,
			{ zero: sum("1"), mid: sum("2"), alpha: sum("3"), last: ["wait", { amount: 0 }] },
			[...["start>zero", "zero>mid", "mid>alpha", "alpha>last"]],
		);
		const run = await begin(org, id);
		await runJobs();
		// As if all had been done in one instant, as a trigger and what follows it are.
		await as(org, "owner", (ctx) =>
			sql`update workflow_steps set began_at = ${ctx.now}, ended_at = ${ctx.now} where run_id = ${run}`.execute(ctx.db),
		);
		for (let times = 0; times < 5; times++) {
			const again = await as(org, "user", (ctx) => replayRun(ctx, run, { from: "last" }));
			const { data } = await as(org, "viewer", (ctx) => listRunSteps(ctx, again.id));
			expect(data.map(({ node }) => node)).toEqual(["start", "zero", "mid", "alpha", "last"]);
			await runJobs();
		}
	});

	it("FLOW-3 links a run with the one that began it", async () => {
		const below = await publish(org, { wait: ["wait", { amount: 1 }] }, ["start>wait"]);
		const above = await publish(org, { sub: ["sub_workflow", { workflow: below.id }] }, ["start>sub"]);
		const run = await begin(org, above.id);
		await runJobs();
		const { children } = await as(org, "viewer", (ctx) => getRun(ctx, run));
		expect(children).toMatchObject([{ workflow: "Test", state: "waiting" }]);
		const child = await as(org, "viewer", (ctx) => getRun(ctx, children[0]!.id));
		expect(child.parent).toEqual({ id: run, workflow: "Test" });
	});

	it("FLOW-3 a person ends a run as done: what it waits for falls, the runs below are cancelled, whoever waits goes on", async () => {
		const below = await publish(org, { wait: ["wait", { amount: 1 }] }, ["start>wait"]);
		const middle = await publish(
			org,
			{ sub: ["sub_workflow", { workflow: below.id }], ask: ["approval", { title: "x" }] },
			[...["start>sub", "start>ask"]],
		);
		const top = await publish(
			org,
			{ sub: ["sub_workflow", { workflow: middle.id }], out: ["end", { result: "steps.sub.result.outcome" }] },
			["start>sub", "sub>out"],
		);
		const run = await begin(org, top.id);
		await runJobs();
		const [child] = (await as(org, "viewer", (ctx) => getRun(ctx, run))).children;
		const [grandchild] = (await as(org, "viewer", (ctx) => getRun(ctx, child!.id))).children;
		const complete = (of: TestOrg, role: "user" | "viewer") =>
			as(of, role, (ctx) => completeRun(ctx, child!.id, { outcome: "renewed", metadata: { years: 2 } }));
		await expect(complete(org, "viewer")).rejects.toMatchObject({ status: 403 });
		await expect(complete(other, "user")).rejects.toMatchObject({ status: 404 });
		await complete(org, "user");
		await expect(complete(org, "user")).rejects.toMatchObject({ status: 409 });
		await runJobs();
		expect(await runOf(org, child!.id)).toMatchObject({
			state: "succeeded",
			output: { outcome: "renewed", metadata: { years: 2 } },
		});
		expect(await runOf(org, grandchild!.id)).toMatchObject({ state: "cancelled" });
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", output: "renewed" });
		await expect(as(org, "user", (ctx) => cancelRun(ctx, child!.id))).rejects.toMatchObject({ status: 409 });
	});
});
