import { afterAll, beforeAll, expect, test } from "vitest";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { house } from "#db/context.ts";
import { publish, runOf } from "#tests/domain/workflows/nodes/flow.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";
import { flowWorker } from "./flow-worker.ts";

// A job process is killed (SIGKILL) over a run. Another, that lives, takes the run up when the dead one has been silent for
// its time, and not only when the job's own time is over; what the living one is at is left to it.

let url: string;
let org: TestOrg;
const workers: AppProcess[] = [];
const query = <Row>(text: string, values: unknown[] = []) => house().database.owner.query<Row>(text, values);
const EXPIRES = 150;

beforeAll(async () => {
	url = await openNativeHouse();
	org = await makeOrg();
});
afterAll(() => Promise.all(workers.map((worker) => worker.kill("SIGKILL"))));

async function startWorker(): Promise<AppProcess> {
	const worker = await startApp(flowWorker(url));
	workers.push(worker);
	return worker;
}

test("FLOW-3 a run whose process was killed goes on in another before its job's time is over", async () => {
	const { id } = await publish(
		org,
		{
			first: ["transform", { values: [{ name: "n", value: "trigger.n + 1" }] }],
			done: ["end", { result: "steps.first.n" }],
		},
		["start>first", "first>done"],
	);
	const doomed = await startWorker();
	await fetch(`${doomed.url}/arm?at=2&phase=before`, { method: "POST" });
	const run = (await as(org, "user", (ctx) => startRun(ctx, id, { trigger: { n: 1 } })))!;
	const job = async () =>
		(
			await query<{ state: string; tries: number; silent: boolean; left: number }>(
				`select state::text, retry_count as tries, heartbeat_seconds < ${EXPIRES} as silent,
					extract(epoch from started_on + expire_seconds * interval '1 second' - now())::float as left
				from pgboss.job where name = 'workflows.drive-run' and data ->> 'runId' = $1 order by created_on limit 1`,
				[run],
			)
		)[0];
	await expect.poll(() => isAlive(doomed), { timeout: 60_000, interval: 50 }).toBe(false);
	expect(await job()).toMatchObject({ state: "active", tries: 0, silent: true });
	expect((await runOf(org, run)).ended_at).toBeNull();
	await startWorker();
	// It was silent for its time; the job's own is far from over.
	await query(
		`update pgboss.job set heartbeat_on = now() - (heartbeat_seconds + 1) * interval '1 second', expire_seconds = 3600
		where name = 'workflows.drive-run' and state = 'active'`,
	);
	await expect.poll(async () => (await runOf(org, run)).state, { timeout: 120_000, interval: 100 }).toBe("succeeded");
	expect(await runOf(org, run)).toMatchObject({ output: 2 });
	const steps = await query<{ node: string }>("select node from workflow_steps where run_id = $1", [run]);
	expect(steps.map(({ node }) => node).sort()).toEqual(["done", "first", "start"]);
}, 300_000);

function isAlive({ pid }: AppProcess): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
