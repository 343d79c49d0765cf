import { beforeAll, describe, expect, test } from "vitest";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import { driveRun } from "#app/domain/workflows/running/driving/drive-run.ts";
import type { Driver } from "#app/domain/workflows/running/driving/driver.ts";
import { startRun, startRuns } from "#app/domain/workflows/running/starting/start-runs.ts";
import { asSystem, house } from "#db/context.ts";
import { publish, runOf } from "#tests/domain/workflows/nodes/flow.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { startApp } from "#tests/support/process.ts";
import { flowWorker } from "./flow-worker.ts";

// What many connections do to the same runs at the same time.

let url: string;
let org: TestOrg;

beforeAll(async () => {
	url = await openNativeHouse(24);
	org = await makeOrg();
});

const query = <Row>(text: string, values: unknown[] = []) => house().database.owner.query<Row>(text, values);
const driver = (): Driver => ({
	org: org.id,
	requestId: "many at once",
	signal: new AbortController().signal,
	now: () => house().database.clock.now(),
	outside: { models: undefined as never, http: undefined as never },
});
const begin = async (workflow: string, trigger = {}) =>
	(await as(org, "user", (ctx) => startRun(ctx, workflow, { trigger })))!;
const drive = (run: string) => driveRun(driver(), run);
const isPassing = (error: { status?: number }) => [404, 409].includes(error.status ?? 0);

/** What every one of them came to; anything but done or an answer in words is thrown, a deadlock first of all. */
async function atOnce(all: readonly Promise<unknown>[]): Promise<number> {
	const ended = await Promise.allSettled(all);
	const faults = ended.filter((end) => end.status === "rejected" && !isPassing(end.reason));
	expect(faults.map((fault) => String((fault as PromiseRejectedResult).reason))).toEqual([]);
	return ended.filter(({ status }) => status === "fulfilled").length;
}

describe("FLOW-3 many at once", () => {
	test("FLOW-3 twenty starts with one key are one run, of one event", async () => {
		const { id } = await publish(org, { done: ["end"] }, ["start>done"]);
		const begun = await Promise.all(
			Array.from({ length: 20 }, () =>
				as(org, "user", (ctx) => startRun(ctx, id, { trigger: {}, dedupeKey: "order 17" })),
			),
		);
		expect(begun.filter((run) => run !== null)).toHaveLength(1);
		const [counted] = await query(
			`select (select count(*)::int from workflow_runs where workflow_id = $1) as runs,
				(select count(*)::int from events where subject_id = $1 and name = 'workflow.run-begun') as events`,
			[id],
		);
		expect(counted).toEqual({ runs: 1, events: 1 });
	});

	test("FLOW-1 twenty people decide at the same time: as many yes as are needed count, and the run goes on once", async () => {
		const { id } = await publish(
			org,
			{ ask: ["approval", { title: "Send it?", needed: 3, role: "user" }], go: ["end", { result: '"go"' }] },
			["start>ask", "ask.approved>go"],
		);
		const run = await begin(id);
		await drive(run);
		const [asked] = await query<{ id: string }>("select id from approvals where run_id = $1", [run]);
		const firms: TestOrg[] = [];
		for (let at = 0; at < 20; at++) firms.push(await addMember(at));
		const decided = await atOnce(
			firms.map((firm) => as(firm, "manager", (ctx) => decideApproval(ctx, asked!.id, { isYes: true }))),
		);
		expect(decided).toBe(3);
		await atOnce(Array.from({ length: 5 }, () => drive(run)));
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", output: "go" });
		const [votes] = await query("select count(*)::int as votes from approval_votes where approval_id = $1", [
			asked!.id,
		]);
		expect(votes).toEqual({ votes: 3 });
	});

	test("FLOW-3 a tree of runs is cancelled from above and below while its ends are reached, without a deadlock", async () => {
		const leaf = await publish(org, { judge: ["transform", { values: [{ name: "n", value: "1" }] }] }, ["start>judge"]);
		const middle = await publish(org, { sub: ["sub_workflow", { workflow: leaf.id }] }, ["start>sub"]);
		const top = await publish(org, { sub: ["sub_workflow", { workflow: middle.id }] }, ["start>sub"]);
		for (let round = 0; round < 12; round++) {
			const roots = await Promise.all([1, 2, 3].map(() => begin(top.id)));
			await Promise.all(roots.map(drive));
			const below = (of: string[]) =>
				query<{ id: string }>("select id from workflow_runs where parent_run_id = any($1)", [of]).then((all) =>
					all.map(({ id }) => id),
				);
			const middles = await below(roots);
			await Promise.all(middles.map(drive));
			const leaves = await below(middles);
			expect([middles.length, leaves.length]).toEqual([3, 3]);
			const all = [...roots, ...middles, ...leaves];
			const cancelled = [roots, middles, leaves][round % 3]!;
			await atOnce([
				...leaves.flatMap((run) => [drive(run), drive(run)]),
				...cancelled.map((run) => as(org, "user", (ctx) => cancelRun(ctx, run))),
				...middles.map(drive),
				...cancelled.map((run) => as(org, "user", (ctx) => cancelRun(ctx, run))),
				...roots.map(drive),
			]);
			// Whoever was woken meanwhile goes on to the end: nothing is left that waits for what has ended.
			for (let times = 0; times < 3; times++) for (const run of all) await drive(run);
			const left = await query("select id, state from workflow_runs where id = any($1) and ended_at is null", [all]);
			expect(left).toEqual([]);
			const living = await query(
				"select state from workflow_steps where run_id = any($1) and state in ('ready', 'busy', 'waiting', 'joining', 'looping')",
				[all],
			);
			expect(living).toEqual([]);
		}
	}, 300_000);

	test("FLOW-3 two job processes drain the same runs, and each step is done once", async () => {
		const { id } = await publish(
			org,
			{
				one: ["create_task", { title: "Run {{ trigger.n }}" }],
				two: ["transform", { values: [{ name: "n", value: "1" }] }],
				done: ["end"],
			},
			["start>one", "one>two", "two>done"],
		);
		const workers = await Promise.all([1, 2].map(() => startApp(flowWorker(url))));
		const starts = Array.from({ length: 300 }, (_, n) => ({ trigger: { n } }));
		await as(org, "user", (ctx) => startRuns(ctx, id, starts));
		const going = async () =>
			(
				await query<{ n: number }>(
					"select count(*)::int as n from workflow_runs where workflow_id = $1 and ended_at is null",
					[id],
				)
			)[0]!.n;
		await expect.poll(going, { timeout: 120_000, interval: 200 }).toBe(0);
		const counts = await Promise.all(workers.map(async (worker) => Number(await (await fetch(worker.url)).text())));
		await Promise.all(workers.map((worker) => worker.stop()));
		expect(Math.min(...counts)).toBeGreaterThan(0);
		const [done] = await query(
			`select count(*)::int as steps, count(*) filter (where s.state = 'done')::int as done,
				count(distinct (run_id, node))::int as each,
				(select count(*)::int from tasks where title like 'Run %') as tasks
			from workflow_steps s join workflow_runs r on r.id = s.run_id where r.workflow_id = $1`,
			[id],
		);
		expect(done).toEqual({ steps: 1_200, done: 1_200, each: 1_200, tasks: 300 });
	}, 300_000);
});

/** The same firm with another manager to act as. */
async function addMember(at: number): Promise<TestOrg> {
	const other = await makeOrg(`Decider ${at}`);
	const person = other.members.manager;
	await asSystem((db) =>
		db
			.insertInto("memberships")
			.values({
				...{ org_id: org.id, id: person.id, user_id: person.userId, role: "manager" },
				...{ name: `Decider ${at}`, email: `decider-${at}-${person.id.slice(-12)}@firm.test` },
			})
			.execute(),
	);
	return { id: org.id, members: { ...org.members, manager: person } };
}
