import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isDatabaseAway } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { hasRate } from "#app/doors/rates/rate-limit.ts";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { type House, house } from "#db/context.ts";
import { type Change, Live } from "#db/live.ts";
import { migrate, pendingMigrations } from "#db/migrate.ts";
import { contracts } from "#jobs/contracts.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { nativeDatabase, nativeServer } from "#tests/support/native.ts";

const MIGRATIONS = path.resolve("db/migrations");
const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
	for (const each of opened) await each.close();
});

function open(url: string): OpenDatabase {
	const database = openDatabase({ url, poolSize: 4 });
	opened.push(database);
	return database;
}

describe("migrations on a native server", () => {
	test("OPS-2 four processes that migrate at once leave one migrated database", async () => {
		const url = await nativeDatabase();
		const databases = Array.from({ length: 4 }, () => open(url));
		const runs = await Promise.all(databases.map((database) => migrate(database, MIGRATIONS, contracts)));
		const applied = runs.flatMap((run) => run.applied);
		expect(new Set(applied).size).toBe(applied.length);
		expect(await pendingMigrations(databases[0]!, MIGRATIONS)).toEqual([]);
	});

	test("OPS-2 ids that a statement makes stand in the order in which they were made, and are of version 7", async () => {
		const database = open(await nativeDatabase());
		await migrate(database, MIGRATIONS, contracts);
		const [made] = await database.owner.query<{ fallen: number; wrong: number; off: number }>(
			`select count(*) filter (where id < before)::int as fallen,
				count(*) filter (where id::text !~ '^.{14}7.{4}[89ab]')::int as wrong,
				max(abs(extract(epoch from now()) - ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0))::int as off
			from (select id, lag(id) over (order by n) as before from (
				select n, uuidv7() as id from generate_series(1, 20000) n) made) x`,
		);
		// Two of one microsecond stand in any order.
		expect(made!.fallen).toBeLessThan(2_000);
		expect(made).toMatchObject({ wrong: 0 });
		expect(made!.off).toBeLessThan(60);
	});

	test("OPS-2 two databases of one server are migrated at the same instant, though roles belong to both", async () => {
		const urls = await Promise.all([nativeDatabase(), nativeDatabase()]);
		const runs = await Promise.all(urls.map((url) => migrate(open(url), MIGRATIONS, contracts)));
		expect(runs[0]!.applied).toEqual(runs[1]!.applied);
	});

	test("OPS-2 one that fails half-way says its name, leaves nothing of itself and everything before it", async () => {
		const folder = mkdtempSync(path.join(tmpdir(), "perigee-migrations-"));
		writeFileSync(path.join(folder, "0001_good.sql"), "create table good (id int)");
		writeFileSync(
			path.join(folder, "0002_bad.sql"),
			"create table half (id int); select 1 / 0; create table rest (id int)",
		);
		const database = open(await nativeDatabase());
		await expect(migrate(database, folder, [])).rejects.toThrow("0002_bad.sql failed: division by zero");
		const tables = await database.owner.query("select to_regclass('good') as good, to_regclass('half') as half");
		expect(tables).toEqual([{ good: "good", half: null }]);
		expect(await pendingMigrations(database, folder)).toEqual(["0002_bad.sql"]);
		writeFileSync(path.join(folder, "0002_bad.sql"), "create table half (id int)");
		expect((await migrate(database, folder, [])).applied).toEqual(["0002_bad.sql"]);
	});

	test("OPS-2 a user who is no superuser migrates a database of their own", async () => {
		const admin = new pg.Client({ connectionString: nativeServer() });
		await admin.connect();
		const name = `plain_${newId().slice(-12)}`;
		await admin.query(`create role ${name} login createrole createdb password 'plain'`);
		// Roles that another database's owner made must be granted by someone who may; a fresh server has none.
		for (const role of ["guest", "app", "system", "search"]) {
			const { rowCount } = await admin.query("select from pg_roles where rolname = $1", [`perigee_${role}`]);
			if (rowCount) await admin.query(`grant perigee_${role} to ${name} with admin option`);
		}
		const url = new URL(await nativeDatabase());
		await admin.query(`alter database ${url.pathname.slice(1)} owner to ${name}`);
		url.username = name;
		url.password = "plain";
		const trusted = await admin.query(
			"select name from pg_available_extension_versions where name in ('vector', 'citext', 'btree_gin', 'btree_gist', 'pg_trgm', 'unaccent') and not trusted",
		);
		if (trusted.rows.length > 0) {
			for (const row of trusted.rows) await inDatabase(url.pathname, `create extension if not exists ${row.name}`);
		}
		const database = openDatabase({ url: url.href, poolSize: 2 });
		const run = await migrate(database, MIGRATIONS, contracts);
		expect(run.applied.length).toBeGreaterThan(10);
		expect(await database.guest("select allowed from take_rate('x', 2, 1)")).toEqual([{ allowed: true }]);
		await database.close();
		await inDatabase(url.pathname, `reassign owned by ${name} to current_user; drop owned by ${name}`);
		await admin.query(`drop owned by ${name}`);
		await admin.query(`drop role ${name}`);
		await admin.end();
	});
});

/** A statement of the server's superuser in one of its databases. */
async function inDatabase(pathname: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: Object.assign(new URL(nativeServer()), { pathname }).href });
	await client.connect();
	await client.query(statement).finally(() => client.end());
}

describe("a native house", () => {
	let org: TestOrg;
	let started: House;
	beforeAll(async () => {
		const url = await nativeDatabase();
		await migrate(open(url), MIGRATIONS, contracts);
		started = await openTestHouse({ url, poolSize: 4 });
		org = await makeOrg();
	});

	test("OPS-3 a backend killed in the middle of a command: a plain failure, nothing kept, and the pool goes on", async () => {
		const id = newId();
		const killed = as(org, "owner", async (ctx) => {
			await ctx.db.insertInto("contacts").values({ org_id: ctx.org, id, first_name: "Half" }).execute();
			const { pid } = await ctx.db
				.selectNoFrom((on) => on.fn<number>("pg_backend_pid", []).as("pid"))
				.executeTakeFirstOrThrow();
			await terminate(pid);
			await new Promise((resolve) => setTimeout(resolve, 300));
			await ctx.db.insertInto("contacts").values({ org_id: ctx.org, id: newId(), first_name: "Rest" }).execute();
		});
		expect(isDatabaseAway(await killed.catch((error: unknown) => error))).toBe(true);
		for (let times = 0; times < 8; times++) expect(await names()).toEqual([]);
	});

	test("OPS-3 a backend killed while nobody uses it is replaced", async () => {
		await names();
		await house().database.owner.query(
			"select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = 'perigee'",
		);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await names()).toEqual([]);
	});

	test("OPS-3 a full pool answers late or says so, and serves everybody afterwards", async () => {
		const slow = Array.from({ length: 12 }, () =>
			as(org, "owner", (ctx) => ctx.db.selectNoFrom((on) => on.fn("pg_sleep", [on.val(0.2)]).as("slept")).execute()),
		);
		expect(await Promise.all(slow)).toHaveLength(12);
		expect(await names()).toEqual([]);
	});

	test("SEC-1 a hundred calls at once get through exactly as often as the bucket holds", async () => {
		const bucket = newId();
		const letThrough = await Promise.all(Array.from({ length: 100 }, () => hasRate(bucket, "guess")));
		expect(letThrough.filter(Boolean)).toHaveLength(20);
	});

	test("OPS-3 a database that takes no writes still shows pages, and says what is the matter with changes", async () => {
		const [row] = await house().database.owner.query<{ name: string }>("select current_database() as name");
		await house().database.owner.exec(`alter database ${row!.name} set default_transaction_read_only = on`);
		const reader = openDatabase({ url: started.database.url!, poolSize: 2 });
		try {
			await expect(reader.guest("select * from take_rate('x', 2, 1)")).rejects.toMatchObject({ code: "25006" });
			expect(await reader.guest("select 1 as one")).toEqual([{ one: 1 }]);
		} finally {
			await reader.close();
			await house().database.owner.exec(
				`set transaction_read_only = off; alter database ${row!.name} reset default_transaction_read_only`,
			);
		}
	});

	test("ends a statement that takes too long by itself", async () => {
		expect(await house().database.guest("select current_setting('statement_timeout') as limit")).toEqual([
			{ limit: "30s" },
		]);
	});

	async function names(): Promise<(string | null)[]> {
		const rows = await as(org, "owner", (ctx) => ctx.db.selectFrom("contacts").select("first_name").execute());
		return rows.map((row) => row.first_name);
	}
	async function terminate(pid: number): Promise<void> {
		const client = new pg.Client({ connectionString: nativeServer() });
		await client.connect();
		await client.query("select pg_terminate_backend($1)", [pid]);
		await client.end();
	}
});

describe("live changes between processes", () => {
	let here: Live;
	let there: Live;
	const heard: Change[] = [];
	let gaps = 0;
	beforeAll(async () => {
		const { database } = house();
		[here, there] = [new Live(database), new Live(database)];
		opened.unshift(here, there);
		there.onChange((change) => heard.push(change));
		there.onGap(() => gaps++);
		await Promise.all([here.start(), there.start()]);
	});

	test("LIVE-1 travel also after a command that changed nothing", async () => {
		here.publish({ org: "a", topics: [] });
		here.publish({ org: "a", topics: ["leads"] });
		await expect.poll(() => heard).toEqual([{ org: "a", topics: ["leads"] }]);
		heard.length = 0;
	});

	test("LIVE-1 wake the other process's workers, however much else is told at once", async () => {
		let woken = 0;
		there.onJobs("x.y", () => woken++);
		for (let org = 0; org < 50; org++) {
			here.publish({ org: newId(), topics: Array.from({ length: 150 }, (_, n) => `léad:${n}-${"é".repeat(40)}`) }, [
				"x.y",
			]);
		}
		here.publish({ org: "b", topics: Array.from({ length: 10_000 }, () => `lead:${newId()}`) });
		here.publish({ org: "c", topics: ["x".repeat(9_000)] });
		await expect.poll(() => heard.filter((each) => each.org === "c")).toEqual([{ org: "c", topics: ["*"] }]);
		expect(heard.filter((each) => each.org === "b")).toEqual([{ org: "b", topics: ["*"] }]);
		expect(heard.filter((each) => each.org.length === 36).reduce((sum, each) => sum + each.topics.length, 0)).toBe(
			7_500,
		);
		expect(woken).toBeGreaterThan(0);
		heard.length = 0;
	});

	test("LIVE-1 survive nonsense on the channel, and a lost connection, which they tell of", async () => {
		await house().database.owner.query(
			"select pg_notify('perigee_live', 'no json'), pg_notify('perigee_live', 'null')",
		);
		await house().database.owner.query(
			"select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'perigee-live'",
		);
		await expect.poll(() => gaps, { timeout: 15_000 }).toBeGreaterThan(0);
		await expect
			.poll(
				() => {
					here.publish({ org: "d", topics: ["leads"] });
					return heard.length;
				},
				{ timeout: 10_000 },
			)
			.toBeGreaterThan(0);
	});
});

test("both databases read values alike", async () => {
	const statement = `select 9007199254740991::int8 as big, count(*) as count, '2026-11-01'::date as day, interval '1 day 02:03:04' as time,
		timestamptz '2026-11-21 08:00:00.123+02' as at, numeric '1.50' as money, '{"a":[1]}'::jsonb as json, array['a','b'] as list,
		'\\x00ff'::bytea as bytes, true as yes, null::text as nothing, '1.2.3.4'::inet as ip, int4range(1,3) as range`;
	const embedded = openDatabase({});
	opened.push(embedded);
	const [left] = await embedded.owner.query<Record<string, unknown>>(statement);
	const [right] = await house().database.owner.query<Record<string, unknown>>(statement);
	const plain = (row: Record<string, unknown>) => ({
		...row,
		bytes: Buffer.from(row.bytes as Uint8Array).toString("hex"),
	});
	expect(plain(left!)).toEqual(plain(right!));
});
