import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll } from "vitest";
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { contracts } from "#jobs/contracts.ts";
import { openTestHouse } from "./house.ts";

const run = promisify(execFile);
const script = "scripts/native-postgres.sh";
const made: string[] = [];

// Registered as the file is loaded, before any other, so that it runs last and also when a test makes the database.
afterAll(async () => {
	for (const name of made) await onServer(`drop database if exists ${name} with (force)`);
});

/** The URL of the native Postgres under test, a superuser's. Throws, rather than skips, when there is none. */
export function nativeServer(): string {
	const url = process.env.TEST_DATABASE_URL;
	if (!url) throw new Error(`Native tests need TEST_DATABASE_URL: eval "$(${script} start)" and export it`);
	return url;
}

/**
 * Makes an empty database on the native server and answers its URL. After the tests of the file that called it, the
 * database is dropped, its sessions ended.
 */
export async function nativeDatabase(): Promise<string> {
	const name = `test_${randomBytes(6).toString("hex")}`;
	await onServer(`create database ${name}`);
	made.push(name);
	const url = new URL(nativeServer());
	url.pathname = `/${name}`;
	return url.href;
}

/** The test house of tests/support/house.ts on a migrated database of its own; answers the database's URL. */
export async function openNativeHouse(poolSize?: number): Promise<string> {
	const url = await nativeDatabase();
	const fresh = openDatabase({ url, poolSize: 2 });
	await migrate(fresh, "db/migrations", contracts);
	await fresh.close();
	await openTestHouse({ url, ...(poolSize ? { poolSize } : {}) });
	return url;
}

/** Stops the native server in order, as an upgrade does, and starts it again; resolves when it takes connections. */
export async function restartNative(): Promise<void> {
	await control("restart");
}

/** Ends the native server as a crash does (SIGKILL of every process). `startNative` recovers it. */
export async function crashNative(): Promise<void> {
	await control("kill");
}

/** Starts the native server after `crashNative`; resolves when recovery is over. */
export async function startNative(): Promise<void> {
	await control("start");
}

async function onServer(statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: nativeServer() });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}

/** Only the server that our own script made may be stopped: TEST_DATABASE_URL can name anybody's. */
async function control(command: "restart" | "kill" | "start"): Promise<void> {
	const { stdout } = await run("bash", [script, "url"]);
	if (stdout.trim() !== nativeServer()) {
		throw new Error(`TEST_DATABASE_URL is not the server of ${script}, so this test must not ${command} it`);
	}
	await run("bash", [script, command]);
}
