import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { setHouse } from "#db/context.ts";
import { bossDatabase } from "#db/jobs/boss-database.ts";
import { giveUpDead } from "#db/jobs/dead-processes.ts";
import { defineJob, type JobContract } from "#db/jobs/job-contract.ts";
import { installQueues } from "#db/jobs/queue-tables.ts";
import { Live } from "#db/live.ts";
import { Queue } from "#db/queue.ts";
import { as, makeOrg, type TestOrg, testEnv } from "#tests/support/house.ts";
import { imageFile } from "#tests/support/image-file.ts";

const payload = z.object({ orgId: z.uuid(), n: z.number() });
const places = defineJob({ name: "test.places", payload, expireSeconds: 60, concurrency: 3 });
const shared = defineJob({ name: "test.shared", payload, concurrency: 10 });
const lanes = defineJob({ name: "test.lanes", payload: payload.extend({ workflowId: z.uuid() }), concurrency: 10 });
const alive = defineJob({
	name: "test.alive",
	payload,
	heartbeatSeconds: 10,
	retry: { limit: 3, delaySeconds: 600, maxDelaySeconds: 600 },
});
const all = [places, shared, lanes, alive] as unknown as JobContract<never>[];

describe("jobs of one queue", () => {
	let database: OpenDatabase;
	let queue: Queue;
	let live: Live;
	let busy: TestOrg;
	let calm: TestOrg;

	beforeAll(async () => {
		testEnv();
		database = openDatabase({ image: readFileSync(imageFile()) });
		await installQueues(database, all, 1);
		queue = new Queue(database, { works: true, onError: () => undefined });
		live = new Live(database);
		setHouse({ database, queue, live });
		await queue.start();
		busy = await makeOrg("Busy firm");
		calm = await makeOrg("Calm firm");
	});
	afterAll(async () => {
		await queue.stop();
		await database.close();
	});

	test("JOB-3 one that hangs keeps its own place only: the others are run and reported at once", async () => {
		let end: () => void = () => undefined;
		const hanging = new Promise<void>((resolve) => {
			end = resolve;
		});
		await ask(busy, places, 30);
		queue.work(places, ({ n }) => (n === 0 ? hanging : Promise.resolve()), live);
		await expect.poll(() => states(places.name), { timeout: 5_000 }).toEqual({ active: 1, completed: 29 });
		end();
		await expect.poll(() => states(places.name), { timeout: 5_000 }).toEqual({ completed: 30 });
	});

	test("JOB-3 a process says of its jobs that they are alive; one that was silent for its time loses them to another try", async () => {
		let end: () => void = () => undefined;
		const hanging = new Promise<void>((resolve) => {
			end = resolve;
		});
		await ask(busy, alive, 1);
		queue.work(alive, () => hanging, live);
		await expect.poll(() => states(alive.name), { timeout: 5_000 }).toEqual({ active: 1 });
		const silentFor = (seconds: number) =>
			database.owner.query("update pgboss.job set heartbeat_on = now() - $2 * interval '1 second' where name = $1", [
				alive.name,
				seconds,
			]);
		const handle = bossDatabase(database);
		await silentFor(9);
		expect(await giveUpDead(queue.boss, handle)).toBe(0);
		const spoke = () =>
			database.owner.query("select from pgboss.job where name = $1 and heartbeat_on > now() - interval '8 seconds'", [
				alive.name,
			]);
		await expect.poll(async () => (await spoke()).length, { timeout: 20_000 }).toBe(1);
		await silentFor(11);
		expect(await giveUpDead(queue.boss, handle)).toBe(1);
		expect(await states(alive.name)).toEqual({ retry: 1 });
		// What the first try says now is of a try that is over.
		end();
		await sleep(200);
		expect(await states(alive.name)).toEqual({ retry: 1 });
	});

	test("JOB-4 a backlog of thousands of one organisation keeps another's five waiting for a few turns only", async () => {
		await ask(busy, shared, 5_000);
		await ask(calm, shared, 5);
		const ran: string[] = [];
		queue.work(
			shared,
			async ({ orgId }) => {
				ran.push(orgId);
				await sleep(2);
			},
			live,
		);
		await expect.poll(() => ran.filter((org) => org === calm.id).length, { timeout: 20_000 }).toBe(5);
		expect(ran.lastIndexOf(calm.id)).toBeLessThan(200);
		// A third who comes in the middle is not put behind all that waits.
		const late = await makeOrg("Late firm");
		const before = ran.length;
		await ask(late, shared, 20);
		await expect.poll(() => ran.filter((org) => org === late.id).length, { timeout: 20_000 }).toBe(20);
		// How many it is hangs on how fast the machine inserts; behind all that waits it would be thousands more.
		expect(ran.lastIndexOf(late.id) - before).toBeLessThan(3_000);
		expect(ran.length).toBeLessThan(5_025);
	}, 60_000);

	test("FLOW-4 a flood of one workflow keeps neither another of its firm nor another firm's waiting for more than a few turns", async () => {
		const [flood, other, foreign] = [newId(), newId(), newId()];
		const begin = (org: TestOrg, workflowId: string, count: number) =>
			as(org, "owner", (ctx) =>
				ctx.enqueueMany(
					lanes,
					Array.from({ length: count }, (_, n) => ({ payload: { orgId: org.id, workflowId, n } })),
				),
			);
		await begin(busy, flood, 5_000);
		await begin(busy, other, 3);
		const ran: string[] = [];
		queue.work(
			lanes,
			async ({ workflowId }) => {
				ran.push(workflowId);
				await sleep(2);
			},
			live,
		);
		const places = (workflowId: string) => ran.flatMap((one, place) => (one === workflowId ? place : []));
		await expect.poll(() => places(other).length, { timeout: 20_000 }).toBe(3);
		expect(places(other).at(-1)).toBeLessThan(100);
		// One of another firm that comes in the midst of it is not put behind all that waits.
		const before = ran.length;
		await begin(calm, foreign, 3);
		await expect.poll(() => places(foreign).length, { timeout: 20_000 }).toBe(3);
		expect(places(foreign).at(-1)! - before).toBeLessThan(3_000);
		expect(ran.length).toBeLessThan(5_006);
	}, 60_000);

	async function ask(org: TestOrg, contract: typeof places, count: number): Promise<void> {
		for (let from = 0; from < count; from += 1_000) {
			const numbers = Array.from({ length: Math.min(1_000, count - from) }, (_, index) => from + index);
			await as(org, "owner", (ctx) =>
				ctx.enqueueMany(
					contract,
					numbers.map((n) => ({ payload: { orgId: org.id, n } })),
				),
			);
		}
	}
	async function states(name: string): Promise<Record<string, number>> {
		const rows = await database.owner.query<{ state: string; count: number }>(
			"select state, count(*)::int as count from pgboss.job where name = $1 group by state",
			[name],
		);
		return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
	}
});
