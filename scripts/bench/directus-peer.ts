import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { type Running, startProgram } from "./process.ts";

/** How to have it: it is no dependency of ours, and building its isolated-vm takes minutes. */
export const DIRECTUS_MISSING =
	"Directus                            not installed: npm install directus@11.17.4 pg in a folder, then BENCH_DIRECTUS=FOLDER";

const TOKEN = "a-token-for-benchmarks";
const TABLE = "contact_rows";

/** What a page of its API is asked by. */
export const DIRECTUS_REQUEST = {
	address: `/items/${TABLE}?limit=50&sort=-created_at,-id`,
	header: `Authorization: Bearer ${TOKEN}`,
};

/**
 * Directus on the same database, from the folder that BENCH_DIRECTUS names, without its rate limit; undefined without
 * one. It takes no table whose key has two columns, so it lists a copy of the organisation's rows with a key of one, and
 * an index for its order.
 */
export async function startDirectus(url: string, org: string): Promise<Running | undefined> {
	const folder = process.env.BENCH_DIRECTUS;
	const program = folder && path.resolve(folder, "node_modules/directus/cli.js");
	if (!program || !existsSync(program)) return undefined;
	await copyRows(url, org);
	const env = {
		...{ DB_CLIENT: "pg", DB_CONNECTION_STRING: url, KEY: "benchmark", SECRET: "a-secret-for-benchmarks" },
		...{ ADMIN_EMAIL: "bench@example.com", ADMIN_PASSWORD: "bench-password", ADMIN_TOKEN: TOKEN },
		...{ TELEMETRY: "false", RATE_LIMITER_ENABLED: "false", CACHE_ENABLED: "false", LOG_LEVEL: "error" },
	};
	execFileSync(process.execPath, [program, "bootstrap"], {
		cwd: folder,
		env: { ...process.env, NODE_ENV: "production", ...env },
		stdio: "ignore",
	});
	return startProgram([program, "start"], "/server/ping", env, { cwd: folder, seconds: 180 });
}

async function copyRows(url: string, org: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(`create table ${TABLE} as select id, version, first_name, last_name, email::text, phone, stage,
			job_title, account_id, owner_id, city, country, time_zone, source, score, created_at, updated_at
			from contacts where org_id = '${org}'`);
		await client.query(`alter table ${TABLE} add primary key (id)`);
		await client.query(`create index on ${TABLE} (created_at desc, id desc)`);
		await client.query(`vacuum analyze ${TABLE}`);
	} finally {
		await client.end();
	}
}
