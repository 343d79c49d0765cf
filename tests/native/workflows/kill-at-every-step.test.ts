import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { house } from "#db/context.ts";
import { publish, runOf } from "#tests/domain/workflows/nodes/flow.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { makeContact } from "#tests/support/messaging.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";
import { flowWorker } from "./flow-worker.ts";

// A run with a step of each kind. Its job process is killed right before and right after every commit in turn, and in the
// middle of a call outside. After each restart the run ends, every step was done once and every effect is there once.

let url: string;
let org: TestOrg;
let worker: AppProcess;
let workflow: string;
let contact: string;

/** What the stand-in was asked, by idempotency key; while `holds`, it takes a request and does not answer. */
const asked = new Map<string, number>();
let holds = false;
const held: ServerResponse[] = [];
const standIn = createServer((message, response) => {
	const key = String(message.headers["idempotency-key"]);
	asked.set(key, (asked.get(key) ?? 0) + 1);
	if (holds) held.push(response);
	else response.setHeader("content-type", "application/json").end('{"ok": true}');
});

beforeAll(async () => {
	url = await openNativeHouse();
	org = await makeOrg();
	contact = (await makeContact(org)).id;
	await new Promise<void>((ready) => standIn.listen(0, "127.0.0.1", ready));
	const address = `http://127.0.0.1:${(standIn.address() as AddressInfo).port}/`;
	const { id: child } = await publish(org, { done: ["end", { result: "trigger.n + 1" }] }, ["start>done"]);
	const { id } = await publish(
		org,
		{
			judge: ["transform", { values: [{ name: "n", value: "trigger.n" }] }],
			task: ["create_task", { title: "Run {{ steps.judge.n }}", about: "contact", aboutId: "{{ trigger.contact }}" }],
			call: ["http", { method: "POST", url: address, body: "{{ trigger.n }}" }],
			wait: ["wait", { amount: 1, unit: "hours" }],
			ask: ["approval", { title: "Go on with {{ trigger.n }}?" }],
			each: ["for_each", { items: "[1, 2]", width: 1 }],
			item: ["transform", { values: [{ name: "twice", value: "item * 2" }] }],
			child: ["sub_workflow", { workflow: child, input: '{"n": trigger.n}' }],
			mail: ["send_email", { contact: "{{ trigger.contact }}", subject: "Run {{ trigger.n }}", text: "Hello." }],
			done: ["end", { result: "steps.child.result" }],
		},
		[
			...["start>judge", "judge>task", "task>call", "call>wait", "wait>ask", "ask.approved>each", "each.each>item"],
			...["each.done>child", "child>mail", "mail>done"],
		],
	);
	workflow = id;
	worker = await startWorker();
});
afterAll(async () => {
	await worker.kill("SIGKILL");
	standIn.closeAllConnections();
	await new Promise((closed) => standIn.close(closed));
});

const DONE = ["start", "judge", "task", "call", "wait", "ask", "each", "item", "item", "child", "mail", "done"].sort();
const query = <Row>(text: string, values: unknown[] = []) => house().database.owner.query<Row>(text, values);

test("FLOW-3 a job process killed before or after any commit of a run leaves each step and each effect done once", async () => {
	const whole = await begin(0);
	await toItsEnd(whole);
	await expectOnce(whole, 0, 1);
	const commits = Number(await (await fetch(`${worker.url}/count`)).text());
	// A commit for each step at the least, and one more for a call and for each wait.
	expect(commits).toBeGreaterThanOrEqual(DONE.length + 4);
	let n = 0;
	for (let at = 1; at <= commits; at++) {
		// Right after one commit is, to the database, right before the next: both are tried now and then, and at the last.
		for (const phase of at % 8 === 0 || at === commits ? ["before", "after"] : ["before"]) {
			await fetch(`${worker.url}/arm?at=${at}&phase=${phase}`, { method: "POST" });
			const run = await begin(++n);
			await toItsEnd(run);
			await expectOnce(run, n, 2);
			// After the last commit the run has ended before its process.
			await expect.poll(() => isAlive(worker) && deaths < n, { timeout: 30_000, interval: 20 }).toBe(false);
			await revive();
			expect(deaths).toBe(n);
		}
	}
}, 900_000);

test("FLOW-3 killed in the middle of a call, the step is asked again with the same key and recorded once", async () => {
	await fetch(`${worker.url}/arm?at=0`, { method: "POST" });
	holds = true;
	const run = await begin(1_000);
	await expect.poll(() => held.length, { timeout: 30_000, interval: 20 }).toBe(1);
	await worker.kill("SIGKILL");
	const [busy] = await query<{ state: string }>(
		"select state from workflow_steps where run_id = $1 and node = 'call'",
		[run],
	);
	expect(busy?.state).toBe("busy");
	holds = false;
	await toItsEnd(run);
	await expectOnce(run, 1_000, 2, 2);
}, 120_000);

async function begin(n: number): Promise<string> {
	return (await as(org, "user", (ctx) => startRun(ctx, workflow, { trigger: { n, contact } })))!;
}

let deaths = 0;

/** Starts the process again when it has died, lets time pass and says yes to what is asked, until the run ends. */
async function toItsEnd(run: string): Promise<void> {
	for (let tries = 0; tries < 1_200; tries++) {
		await revive();
		const state = await runOf(org, run);
		if (state.ended_at) return;
		// In one statement: a wait and its job are committed together, and become due together.
		await query(
			`with due as (update workflow_steps set wake_at = now() where state = 'waiting' and wake_at > now())
			update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now()`,
		);
		await sayYes(run);
		await sleep(25);
	}
	throw new Error(`the run did not end: ${JSON.stringify(await runOf(org, run))}`);
}

/** What a dead process held is given up once its time is over, as the queue and the engine do by the clock. */
async function revive(): Promise<void> {
	if (isAlive(worker)) return;
	deaths++;
	await query("update pgboss.job set state = 'retry', start_after = now() where state = 'active'");
	await query("update workflow_steps set busy_until = now() where state = 'busy'");
	worker = await startWorker();
}

async function sayYes(run: string): Promise<void> {
	const [open] = await query<{ id: string }>("select id from approvals where run_id = $1 and state = 'open'", [run]);
	if (open) await as(org, "manager", (ctx) => decideApproval(ctx, open.id, { isYes: true }));
}

async function expectOnce(run: string, n: number, mostCalls: number, leastCalls = 1): Promise<void> {
	expect(await runOf(org, run)).toMatchObject({ state: "succeeded", output: n + 1 });
	const steps = await query<{ node: string; state: string; id: string }>(
		"select id, node, state from workflow_steps where run_id = $1 order by node",
		[run],
	);
	expect(steps.map(({ node }) => node)).toEqual(DONE);
	expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(["done"]));
	const calls = asked.get(`${run}:${steps.find(({ node }) => node === "call")!.id}`) ?? 0;
	expect(calls).toBeGreaterThanOrEqual(leastCalls);
	expect(calls).toBeLessThanOrEqual(mostCalls);
	expect([...asked.keys()].filter((key) => key.startsWith(run))).toHaveLength(1);
	const [effects] = await query(
		`select (select count(*)::int from tasks where title = 'Run ' || $2::text) as tasks,
			(select count(*)::int from messages where subject = 'Run ' || $2::text) as messages,
			(select count(*)::int from approvals where run_id = $1 and state = 'approved') as approvals,
			(select count(*)::int from workflow_runs where trigger ->> 'n' = $2::text and id <> $1 and ended_at is not null) as children,
			(select count(*)::int from events where name = 'workflow.run-begun' and data ->> 'run' = $1::text) as begun,
			(select count(*)::int from events where name = 'approval.asked' and data ->> 'run' = $1::text) as asked`,
		[run, n],
	);
	expect(effects).toEqual({ tasks: 1, messages: 1, approvals: 1, children: 1, begun: 1, asked: 1 });
}

function isAlive({ pid }: AppProcess): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

const startWorker = (): Promise<AppProcess> => startApp(flowWorker(url));
