import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { isDatabaseAway } from "#app/base/errors.ts";
import { openDatabase } from "#db/client.ts";
import { house } from "#db/context.ts";
import type { JobContract } from "#db/jobs/job-contract.ts";
import { migrate } from "#db/migrate.ts";
import { contracts } from "#jobs/contracts.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { nativeDatabase, restartNative } from "#tests/support/native.ts";
import { startApp } from "#tests/support/process.ts";
import { countJob } from "./counting-worker.ts";

const WORKER = { file: path.resolve("tests/native/counting-worker.ts") };

describe("OPS-3 jobs of two processes", () => {
	let org: TestOrg;
	let url: string;
	let asked = 0;
	beforeAll(async () => {
		url = await nativeDatabase();
		const database = openDatabase({ url, poolSize: 2 });
		await migrate(database, path.resolve("db/migrations"), [...contracts, countJob as unknown as JobContract<never>]);
		await database.owner.exec(`
			create table asked (n int primary key); create table effects (n int primary key); create table runs (n int);
			grant select, insert on asked, effects, runs to perigee_app`);
		await database.close();
		await openTestHouse({ url, poolSize: 6 });
		org = await makeOrg();
	});

	test("are neither lost nor doubled while Postgres restarts again and again, and one of them is killed", async () => {
		const env = { COUNT_DATABASE: url };
		const [steady, killed] = await Promise.all([startApp({ ...WORKER, env }), startApp({ ...WORKER, env })]);
		const errors: unknown[] = [];
		let isOver = false;
		const asking = Promise.all(
			Array.from({ length: 4 }, async () => {
				while (!isOver) {
					await ask(++asked).catch((error: unknown) => errors.push(error));
					await sleep(5);
				}
			}),
		);
		for (let times = 0; times < 4; times++) {
			await sleep(2_000);
			await restartNative();
			if (times === 2) await killed.kill("SIGKILL");
		}
		isOver = true;
		await asking;
		const strange = errors.filter((error) => !isDatabaseAway(error));
		expect(strange).toEqual([]);
		const [total] = await count("asked");
		expect(total).toBeGreaterThan(500);
		await expect.poll(() => count("effects"), { timeout: 150_000, interval: 1_000 }).toEqual([total]);
		const [foreign] = await house().database.owner.query<{ count: number }>(
			"select count(*) as count from effects where n not in (select n from asked)",
		);
		expect(foreign!.count).toBe(0);
		expect(await steady.kill("SIGTERM")).toBe(0);
	});

	test("SIGTERM waits for jobs under way, and what is left waits for the next process", async () => {
		const [before] = await count("effects");
		// What the killed process had done and not reported stays active until its time is up.
		const known = asked;
		const first = await startApp({ ...WORKER, env: { COUNT_DATABASE: url } });
		for (let n = 0; n < 300; n++) await ask(++asked);
		expect(await first.kill("SIGTERM")).toBe(0);
		const active = await house().database.owner.query<{ count: number }>(
			"select count(*) as count from pgboss.job where name = $1 and state = 'active' and (data ->> 'n')::int > $2",
			[countJob.name, known],
		);
		expect(active).toEqual([{ count: 0 }]);
		const second = await startApp({ ...WORKER, env: { COUNT_DATABASE: url } });
		await expect.poll(() => count("effects"), { timeout: 30_000 }).toEqual([before! + 300]);
		await second.stop();
	});

	function ask(n: number): Promise<void> {
		return as(org, "owner", async (ctx) => {
			await ctx.db
				.insertInto("asked" as never)
				.values({ n } as never)
				.execute();
			await ctx.enqueue(countJob, { orgId: org.id, n });
		});
	}
	async function count(table: string): Promise<number[]> {
		const rows = await house().database.owner.query<{ count: number }>(`select count(*) as count from ${table}`);
		return rows.map((row) => row.count);
	}
});
