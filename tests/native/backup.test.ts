import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { nativeDatabase } from "#tests/support/native.ts";
import { startApp } from "#tests/support/process.ts";

const run = promisify(execFile);
const made = mkdtempSync(path.join(tmpdir(), "perigee-native-backup-"));
const SECRET_KEY = "native-backup-secret-key-0123456789";
let tools: string;
const opened: OpenDatabase[] = [];

afterAll(async () => {
	for (const database of opened) await database.close();
	rmSync(made, { recursive: true, force: true });
});

/** Runs a script as npm does, without what this machine's environment says. */
function script(file: string, args: string[], url: string) {
	const env = { PATH: `${tools}:${process.env.PATH}`, HOME: made, DATABASE_URL: url, SECRET_KEY, LOG_LEVEL: "error" };
	return run(process.execPath, [file, ...args], { env: env as unknown as NodeJS.ProcessEnv }).then(
		({ stdout }) => ({ code: 0, said: stdout }),
		(error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, said: error.stderr }),
	);
}

function open(url: string): OpenDatabase {
	const database = openDatabase({ url, poolSize: 2 });
	opened.push(database);
	return database;
}

describe("backup, restore and demo data on a native server", () => {
	let source: string;
	let target: string;

	beforeAll(async () => {
		tools = await findTools();
		source = await nativeDatabase();
		target = await nativeDatabase();
	});

	test("OPS-2 the demo data is filled once, however often it is asked for, also at the same instant", async () => {
		expect(await script("scripts/migrate.ts", [], source)).toMatchObject({ code: 0 });
		const both = await Promise.all([script("scripts/seed.ts", [], source), script("scripts/seed.ts", [], source)]);
		expect(both.map(({ code }) => code)).toEqual([0, 0]);
		const before = ours(await fingerprint(open(source)));
		expect(before.organisations).toMatch(/^2 /);
		expect(await script("scripts/seed.ts", [], source)).toMatchObject({
			code: 0,
			said: expect.stringMatching(/complete/),
		});
		expect(ours(await fingerprint(open(source)))).toEqual(before);
	});

	test("OPS-3 what was backed up is there after a restore: rows, roles, rights, policies, queue and crons", async () => {
		// Once more with workers, so that crons are filed and jobs wait.
		const app = await startApp({ role: "all", env: { DATABASE_URL: source, SECRET_KEY, DEMO_DATA: "true" } });
		await app.stop();
		const folder = path.join(made, "copy");
		expect(await script("scripts/backup.ts", [folder], source)).toMatchObject({ code: 0 });
		expect(statSync(folder).mode & 0o077).toBe(0);
		const before = { rows: await fingerprint(open(source)), walls: await walls(open(source)) };
		const restored = await script("scripts/restore.ts", [folder], target);
		expect(restored).toMatchObject({ code: 0, said: expect.stringContaining("Restored") });
		const copy = open(target);
		expect({ rows: await fingerprint(copy), walls: await walls(copy) }).toEqual(before);
		expect(before.walls.length).toBeGreaterThan(100);
		await expect(copy.guest("select name from organisations")).rejects.toThrow("permission denied");
	});

	test("OPS-3 a restored database is migrated already, serves and works off its jobs", async () => {
		expect(await script("scripts/migrate.ts", [], target)).toMatchObject({
			said: expect.stringContaining("up to date"),
		});
		const app = await startApp({ role: "all", env: { DATABASE_URL: target, SECRET_KEY, DEMO_DATA: "true" } });
		const answer = await fetch(`${app.url}/sign-in`, {
			method: "POST",
			redirect: "manual",
			headers: { "Sec-Fetch-Site": "same-origin" },
			body: new URLSearchParams({ email: "owner@demo.perigee.test", password: "perigee-demo" }),
		});
		expect(answer.status).toBe(303);
		const count = async () =>
			(await open(target).owner.query("select from pgboss.job where state = 'completed'")).length;
		const done = await count();
		await open(target).owner.query(
			"insert into pgboss.job (name, data, policy) select name, '{}', policy from pgboss.queue where name = 'events.alert-stuck-jobs'",
		);
		await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(done);
		expect(await app.kill("SIGTERM")).toBe(0);
	});

	test("OPS-3 neither goes over what is there: a folder, or a database that is not empty", async () => {
		const again = await script("scripts/backup.ts", [path.join(made, "copy")], source);
		expect(again).toMatchObject({ code: 1, said: expect.stringContaining("already") });
		const over = await script("scripts/restore.ts", [path.join(made, "copy")], target);
		expect(over).toMatchObject({ code: 1, said: expect.stringContaining("not empty") });
	});

	test("OPS-3 a backup that fails says why and leaves nothing that looks like one", async () => {
		const url = new URL(source);
		url.pathname = "/no_such_database";
		const failed = await script("scripts/backup.ts", [path.join(made, "failed")], url.href);
		expect(failed).toMatchObject({ code: 1, said: expect.stringContaining("no_such_database") });
		expect(readdirSync(made).filter((name) => name.startsWith("failed"))).toEqual([]);
	});
});

/** Every table, ours and the queue's, with its number of rows and a digest of them. */
async function fingerprint(database: OpenDatabase): Promise<Record<string, string>> {
	const tables = await database.owner.query<{ name: string }>(
		`select format('%I.%I', schemaname, tablename) as name from pg_tables
		where schemaname in ('public', 'pgboss') and tablename not in ('warning', 'version') order by 1`,
	);
	const found: Record<string, string> = {};
	for (const { name } of tables) {
		const [row] = await database.owner.query<{ print: string }>(
			`select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as print from ${name} t`,
		);
		found[name.replace(/^public\./, "")] = row!.print;
	}
	return found;
}

/** Without the queue's tables: each start notes there that it looked at them. */
const ours = (prints: Record<string, string>) =>
	Object.fromEntries(Object.entries(prints).filter(([name]) => !name.startsWith("pgboss.")));

/** What keeps tenants and roles apart, one line each. */
async function walls(database: OpenDatabase): Promise<string[]> {
	const rows = await database.owner.query<{ line: string }>(`
		select format('policy %s.%s %s %s %s %s', schemaname, tablename, policyname, roles, qual, with_check) as line from pg_policies
		union all select format('forced %s %s %s', relname, relrowsecurity, relforcerowsecurity)
			from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
		union all select format('grant %s %s.%s %s', grantee, table_schema, table_name, privilege_type)
			from information_schema.role_table_grants where grantee like 'perigee_%'
		union all select format('column %s %s.%s.%s', grantee, table_schema, table_name, column_name)
			from information_schema.column_privileges where grantee like 'perigee_%' and table_schema = 'pgboss'
		union all select format('function %s %s %s', proname, prosecdef, proacl) from pg_proc where pronamespace = 'public'::regnamespace
			and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
		order by 1`);
	return rows.map(({ line }) => line);
}

/** A folder with pg_dump and pg_restore of the server's version: this machine's own, or those beside the test server. */
async function findTools(): Promise<string> {
	const { stdout } = await run("pg_dump", ["--version"]).catch(() => ({ stdout: "" }));
	if (Number(/ (\d+)/.exec(stdout)?.[1] ?? 0) >= 17) return "/usr/bin";
	const root = "/var/cache/perigee/root-trixie-postgresql-17-1";
	if (!existsSync(root)) throw new Error("This test needs pg_dump 17 or later: install postgresql-client");
	const folder = path.join(made, "bin");
	mkdirSync(folder);
	for (const tool of ["pg_dump", "pg_restore"]) {
		const libraries = ["lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"];
		const loader = readdirSync(`${root}/lib64`).find((name) => name.startsWith("ld-linux"));
		const run = `exec ${root}/lib64/${loader} --library-path ${libraries.map((each) => `${root}/${each}`).join(":")}`;
		writeFileSync(path.join(folder, tool), `#!/bin/sh\n${run} ${root}/usr/lib/postgresql/17/bin/${tool} "$@"\n`);
		chmodSync(path.join(folder, tool), 0o755);
	}
	return folder;
}
