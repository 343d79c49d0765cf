import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { setHouse } from "#db/context.ts";
import { defineJob, type JobContract } from "#db/jobs/job-contract.ts";
import { deadLetterOf, installQueues } from "#db/jobs/queue-tables.ts";
import { Live } from "#db/live.ts";
import { PermanentFailure, Queue } from "#db/queue.ts";
import { as, makeOrg, type TestOrg, testEnv } from "#tests/support/house.ts";
import { imageFile } from "#tests/support/image-file.ts";

const payload = z.object({ orgId: z.uuid(), does: z.string() });
const retry = { limit: 1, delaySeconds: 1, maxDelaySeconds: 1 };
const mixed = defineJob({ name: "test.mixed", payload, retry, expireSeconds: 3 });
const keyed = defineJob({ name: "test.keyed", payload, retry, key: ({ does }) => does });
const all = [mixed, keyed] as unknown as JobContract<never>[];

describe("the queue", () => {
	let database: OpenDatabase;
	let queue: Queue;
	let org: TestOrg;
	const ran: string[] = [];
	const aborted: string[] = [];
	const lastTries: boolean[] = [];

	beforeAll(async () => {
		testEnv();
		database = openDatabase({ image: readFileSync(imageFile()) });
		await installQueues(database, all, 1);
		// Two processes at one boot do the same again.
		await installQueues(database, all, 1);
		queue = new Queue(database, { works: true, onError: () => undefined });
		const live = new Live(database);
		setHouse({ database, queue, live });
		await queue.start();
		org = await makeOrg();
		queue.work(mixed, handle, live);
	});
	afterAll(async () => {
		await queue.stop();
		await database.close();
	});

	test("JOB-3 a poison job beside good ones: they are done once, it is tried again and then kept with its reason", async () => {
		await ask("good 1", "bad", "good 2", "permanent", "absent", "hangs", "good 3");
		await expect.poll(() => dead(), { timeout: 20_000 }).toEqual(["absent", "bad", "hangs", "permanent"]);
		const times = (name: string) => ran.filter((each) => each === name).length;
		for (const good of ["good 1", "good 2", "good 3"]) expect([good, times(good)]).toEqual([good, 1]);
		expect([times("bad"), times("hangs"), times("permanent"), times("absent")]).toEqual([2, 2, 1, 1]);
		// Whoever does it knows that nobody tries it after this.
		expect(lastTries).toEqual([false, true]);
		expect(aborted).toEqual(["hangs", "hangs"]);
		const [kept] = await database.owner.query<{ reason: string }>(
			"select output ->> 'message' as reason from pgboss.job where name = $1 and data ->> 'does' = 'permanent' and state = 'failed'",
			[mixed.name],
		);
		expect(kept).toEqual({ reason: "never" });
	});

	test("JOB-3 a payload that its contract refuses goes to the dead letters at once", async () => {
		await database.owner.query("insert into pgboss.job (name, data, retry_limit, dead_letter) values ($1, $2, 1, $3)", [
			mixed.name,
			JSON.stringify({ orgId: "none", does: "forged" }),
			deadLetterOf(mixed.name),
		]);
		queue.wake(mixed.name);
		await expect.poll(() => dead(), { timeout: 10_000 }).toContain("forged");
		expect(ran).not.toContain("forged");
	});

	test("JOB-1 two waiting jobs with one key are one, and a command that adds the second goes on", async () => {
		await as(org, "owner", async (ctx) => {
			await ctx.enqueue(keyed, { orgId: org.id, does: "once" });
			await ctx.enqueue(keyed, { orgId: org.id, does: "once" });
		});
		await as(org, "owner", (ctx) => ctx.enqueue(keyed, { orgId: org.id, does: "once" }));
		await as(org, "owner", (ctx) => ctx.enqueue(keyed, { orgId: org.id, does: "twice" }));
		const rows = await database.owner.query<{ does: string }>(
			"select data ->> 'does' as does from pgboss.job where name = $1 order by 1",
			[keyed.name],
		);
		expect(rows.map((row) => row.does)).toEqual(["once", "twice"]);
	});

	test("JOB-2 no process looks for jobs that wait for others, which may read all that is kept every few seconds", async () => {
		await database.owner.query("update pgboss.version set flow_on = now() - interval '1 hour'");
		const second = new Queue(database, { works: true, onError: () => undefined });
		await second.start();
		// What it would ask for on its start is asked for by now, and the embedded database answers in order.
		await new Promise((resolve) => setImmediate(resolve));
		const looked = await database.owner.query(
			"select from pgboss.version where flow_on > now() - interval '59 minutes'",
		);
		await second.stop();
		expect(looked).toHaveLength(0);
	});

	test("JOB-2 work that is finished takes nothing more, while jobs can still be added", async () => {
		await queue.finishWork();
		await ask("later");
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(ran).not.toContain("later");
	});

	type Doing = { signal: AbortSignal; isLastTry: boolean };
	async function handle({ does }: { does: string }, { signal, isLastTry }: Doing): Promise<void> {
		ran.push(does);
		if (does === "bad") lastTries.push(isLastTry);
		if (does === "bad") throw new Error("no");
		if (does === "permanent") throw new PermanentFailure("never");
		if (does === "absent") throw notFound("lead");
		if (does !== "hangs") return;
		signal.addEventListener("abort", () => aborted.push(does));
		await new Promise(() => undefined);
	}
	function ask(...does: string[]): Promise<void> {
		return as(org, "owner", (ctx) =>
			ctx.enqueueMany(
				mixed,
				does.map((each) => ({ payload: { orgId: org.id, does: each } })),
			),
		);
	}
	async function dead(): Promise<string[]> {
		const rows = await database.owner.query<{ does: string }>(
			"select data ->> 'does' as does from pgboss.job where name = $1 order by 1",
			[deadLetterOf(mixed.name)],
		);
		return rows.map((row) => row.does);
	}
});
