import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { setHouse } from "#db/context.ts";
import { defineJob, type JobContract } from "#db/jobs/job-contract.ts";
import { JobWorker } from "#db/jobs/job-worker.ts";
import { deadLetterOf, installQueues } from "#db/jobs/queue-tables.ts";
import { Live } from "#db/live.ts";
import { Queue } from "#db/queue.ts";
import { as, makeOrg, type TestOrg, testEnv } from "#tests/support/house.ts";
import { imageFile } from "#tests/support/image-file.ts";

const payload = z.object({ orgId: z.uuid(), n: z.number() });
const retry = { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 };
const unheard = defineJob({ name: "test.unheard", payload, concurrency: 1 });
const unspeakable = defineJob({ name: "test.unspeakable", payload, retry, concurrency: 2 });
const late = defineJob({ name: "test.late", payload, concurrency: 1 });
const all = [unheard, unspeakable, late] as unknown as JobContract<never>[];

describe("what the queue is told of a job's end", () => {
	let database: OpenDatabase;
	let queue: Queue;
	let live: Live;
	let org: TestOrg;

	beforeAll(async () => {
		testEnv();
		database = openDatabase({ image: readFileSync(imageFile()) });
		await installQueues(database, all, 1);
		queue = new Queue(database, { works: true, onError: () => undefined });
		live = new Live(database);
		setHouse({ database, queue, live });
		await queue.start();
		org = await makeOrg("Reporting firm");
	});
	afterAll(async () => {
		await queue.stop();
		await database.close();
	});

	test("JOB-5 after a report that the database did not take, what comes due unannounced is still fetched", async () => {
		const { boss } = queue;
		const complete = boss.complete.bind(boss);
		let refusals = 1;
		boss.complete = (async (...given: Parameters<typeof complete>) => {
			if (refusals-- > 0) throw new Error("the database is away");
			return complete(...given);
		}) as typeof boss.complete;
		const ran: number[] = [];
		await ask(unheard, 1);
		queue.work(unheard, async ({ n }) => void ran.push(n));
		await expect.poll(() => states(unheard.name), { timeout: 5_000 }).toEqual({ completed: 1 });
		await ask(unheard, 2);
		await expect.poll(() => ran, { timeout: 5_000 }).toEqual([1, 2]);
	});

	test("JOB-5 a failure in words that Postgres cannot keep is reported all the same, and holds up no other", async () => {
		const words = ["a nul \u0000 in it", "half an emoji \ud83d", "", "long ".repeat(1_000_000)];
		for (let n = 0; n < 6; n++) await ask(unspeakable, n);
		queue.work(unspeakable, async ({ n }) => {
			if (n < words.length) throw new Error(words[n]);
		});
		await expect.poll(() => states(unspeakable.name), { timeout: 8_000 }).toEqual({ completed: 2, failed: 4 });
		expect(await states(deadLetterOf(unspeakable.name))).toEqual({ created: 4 });
		const [kept] = await database.owner.query<{ size: number }>(
			"select max(length(output::text))::int as size from pgboss.job where name = $1",
			[unspeakable.name],
		);
		expect(kept!.size).toBeLessThan(20_000);
	});

	test("JOB-2 a job whose fetch is answered after all was given back is given back too, and not run", async () => {
		const { boss } = queue;
		const ran: number[] = [];
		await ask(late, 1);
		const before = await database.owner.query("select from pgboss.job where name = $1 and state = 'created'", [
			late.name,
		]);
		expect(before).toHaveLength(1);
		let answer: () => void = () => undefined;
		const held = new Promise<void>((resolve) => {
			answer = resolve;
		});
		const slow = new Proxy(boss, {
			get(target, name) {
				if (name !== "fetch") return Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name);
				return (...given: Parameters<typeof boss.fetch>) => held.then(() => target.fetch(...given));
			},
		});
		const worker = new JobWorker({
			boss: slow,
			contract: late as unknown as JobContract<never>,
			async perform(job) {
				ran.push((job.data as { n: number }).n);
				return { job };
			},
			giveUp: async () => undefined,
			onBacklog: async () => undefined,
			onError: () => undefined,
		});
		const finished = worker.finish();
		await worker.giveBack();
		answer();
		await finished;
		expect(ran).toEqual([]);
		expect(await states(late.name)).toEqual({ retry: 1 });
	});

	async function ask(contract: typeof unheard, n: number): Promise<void> {
		await as(org, "owner", (ctx) => ctx.enqueue(contract, { orgId: org.id, n }));
	}
	async function states(name: string): Promise<Record<string, number>> {
		const rows = await database.owner.query<{ state: string; count: number }>(
			"select state, count(*)::int as count from pgboss.job where name = $1 group by state",
			[name],
		);
		return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
	}
});
