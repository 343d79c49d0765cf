import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import pg from "pg";
import { readEnv, setEnv } from "#app/base/env.ts";
import { openDatabase } from "#db/client.ts";
import { asSystem, type House, setHouse } from "#db/context.ts";
import type { JobContract } from "#db/jobs/job-contract.ts";
import { Live } from "#db/live.ts";
import { migrate } from "#db/migrate.ts";
import { Queue } from "#db/queue.ts";
import { contracts } from "#jobs/contracts.ts";

/** What a benchmark is given: an empty native database that is dropped afterwards, and how to say what was measured. */
export type Stage = { url: string; say(line: string): void };

/** The native server for benchmarks: TEST_DATABASE_URL, or the one that scripts/native-postgres.sh runs. */
export function serverUrl(): string {
	if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
	const output = execFileSync("bash", ["scripts/native-postgres.sh", "start"], { encoding: "utf8" });
	const url = /TEST_DATABASE_URL=['"]?([^'"\s]+)/.exec(output)?.[1];
	if (!url) throw new Error("the native Postgres did not say its URL");
	return url;
}

/** Runs `fn` on a database of its own. Checks that the server keeps its promises (fsync on): else figures say nothing. */
export async function onDatabase<T>(fn: (url: string) => Promise<T>): Promise<T> {
	const server = serverUrl();
	const name = `bench_${randomBytes(5).toString("hex")}`;
	const admin = new pg.Client({ connectionString: server });
	await admin.connect();
	try {
		const { rows } = await admin.query("show fsync");
		if (rows[0].fsync !== "on") throw new Error("benchmarks need fsync on");
		await admin.query(`create database ${name}`);
		const url = new URL(server);
		url.pathname = `/${name}`;
		return await fn(url.href);
	} catch (error) {
		// Said at once: what is still open ends the process as its database goes, and would take the cause along.
		console.error(error);
		throw error;
	} finally {
		await admin.query(`drop database if exists ${name} with (force)`);
		await admin.end();
	}
}

/** Migrates and opens the product's house on a database. `more` adds contracts of the benchmark's own. */
export async function openHouse(
	url: string,
	{ poolSize = 10, works = false, more = [] as JobContract<never>[], migrated = false } = {},
): Promise<House & { close(): Promise<void> }> {
	setEnv(readEnv({ NODE_ENV: "test", LOG_LEVEL: "silent", SECRET_KEY: "a-key-for-benchmarks", DATABASE_URL: url }));
	const database = openDatabase({ url, poolSize });
	if (!migrated) await migrate(database, "db/migrations", [...contracts, ...more]);
	const queue = new Queue(database, { works, onError: (error) => console.error(error.message) });
	const live = new Live(database);
	const house = { database, queue, live };
	setHouse(house);
	await live.start();
	await queue.start();
	return {
		...house,
		async close() {
			await queue.stop();
			await live.close();
			await database.close();
		},
	};
}

/** An organisation to work in. */
export async function makeBenchOrg(id: string): Promise<void> {
	await asSystem((db) =>
		db
			.insertInto("organisations")
			.values({ id, name: "Bench", slug: `bench-${id.slice(-12)}` })
			.execute(),
	);
}

/** The value below which `share` (0 to 1) of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
	const sorted = [...samples].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (samples: readonly number[]) => quantile(samples, 0.5);

/** "1.23 (1.10 to 1.40)": the median ratio of paired runs and its range. */
export function ratioOf(ours: readonly number[], peers: readonly number[]): string {
	const ratios = ours.map((value, index) => value / peers[index]!);
	const two = (value: number) => value.toFixed(2);
	return `${two(median(ratios))} (${two(Math.min(...ratios))} to ${two(Math.max(...ratios))})`;
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
