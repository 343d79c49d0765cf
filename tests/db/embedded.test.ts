import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { openDatabase } from "#db/client.ts";
import { asSystem, house } from "#db/context.ts";
import { takeFolder } from "#db/folder-lock.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { imageFile } from "#tests/support/image-file.ts";

const LIMIT_MS = 1_500;
const folder = mkdtempSync(path.join(tmpdir(), "perigee-embedded-"));

test("OPS-1 a database that was made just now takes arrays of a type that came with its migrations", async () => {
	const fresh = openDatabase({});
	await fresh.owner.exec("create extension citext");
	const rows = await fresh.owner.query("select cardinality($1::citext[]) as many", [["a@b.test", "c@d.test"]]);
	expect(rows).toEqual([{ many: 2 }]);
	await fresh.close();
});

describe("the embedded database whose thread is lost", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse({ dataDir: path.join(folder, "pg"), image: readFileSync(imageFile()), queryLimitMs: LIMIT_MS });
		org = await makeOrg();
	});

	test("OPS-3 ends a statement that takes too long, says so as a server that restarts, and keeps what was committed", async () => {
		const id = await addContact("Kept");
		await expect(house().database.owner.query("select pg_sleep(60)")).rejects.toMatchObject({ code: "57P01" });
		expect(await contacts()).toContain("Kept");
		expect(id).toHaveLength(36);
	});

	test("OPS-3 the rest of a transaction that lost its session fails, also where the error was swallowed", async () => {
		const half = as(org, "owner", async (ctx) => {
			await ctx.db.insertInto("contacts").values({ org_id: ctx.org, id: newId(), first_name: "First half" }).execute();
			await ctx.db
				.selectNoFrom((on) => on.fn("pg_sleep", [on.val(60)]).as("slept"))
				.execute()
				.catch(() => undefined);
			await ctx.db.insertInto("contacts").values({ org_id: ctx.org, id: newId(), first_name: "Other half" }).execute();
		});
		await expect(half).rejects.toMatchObject({ code: "57P01" });
		expect(await contacts()).not.toContain("First half");
		expect(await contacts()).not.toContain("Other half");
	});

	test("hears notifications and knows the guest's limits after the thread was opened anew", async () => {
		const heard: string[] = [];
		const { embedded } = house().database;
		await embedded!.listen("review", (payload) => heard.push(payload));
		await expect(house().database.guest("select pg_sleep(60)")).rejects.toMatchObject({ code: "57P01" });
		await embedded!.query("select pg_notify('review', 'still')");
		await expect.poll(() => heard).toEqual(["still"]);
		await expect(house().database.guest("select * from contacts")).rejects.toMatchObject({ code: "42501" });
		expect(await house().database.owner.query("select current_user as is")).toEqual([{ is: "postgres" }]);
	});

	test("refuses statements and transactions that nobody bound to an organisation", async () => {
		const { kysely } = house().database;
		await expect(kysely.selectFrom("contacts").selectAll().execute()).rejects.toThrow(/inOrg/);
		await expect(kysely.transaction().execute(async () => 1)).rejects.toThrow(/inOrg/);
	});

	test("is closed after the work under way", async () => {
		const other = openDatabase({ image: readFileSync(imageFile()) });
		const answer = other.owner.query("select pg_sleep(0.2), 7 as seven");
		await other.close();
		expect(await answer).toMatchObject([{ seven: 7 }]);
		await expect(other.owner.query("select 1")).rejects.toMatchObject({ code: "57P01" });
	});

	async function addContact(name: string): Promise<string> {
		const id = newId();
		await as(org, "owner", (ctx) =>
			ctx.db.insertInto("contacts").values({ org_id: ctx.org, id, first_name: name }).execute(),
		);
		return id;
	}
	async function contacts(): Promise<(string | null)[]> {
		const rows = await as(org, "owner", (ctx) => ctx.db.selectFrom("contacts").select("first_name").execute());
		return rows.map((row) => row.first_name);
	}
});

test("OPS-3 kill -9 loses nothing that was acknowledged", async () => {
	const dataDir = path.join(folder, "killed");
	const program = path.join(folder, "writer.ts");
	const client = path.resolve("db/client.ts");
	writeFileSync(
		program,
		`import { openDatabase } from ${JSON.stringify(client)};
		const database = openDatabase({ dataDir: ${JSON.stringify(dataDir)} });
		await database.owner.exec("create table if not exists kept (n int primary key)");
		for (let n = 1; ; n++) { await database.owner.query("insert into kept values ($1)", [n]); console.log(n); }`,
	);
	const writer = spawn(process.execPath, [program], { cwd: process.cwd(), stdio: ["ignore", "pipe", "inherit"] });
	let acknowledged = 0;
	for await (const line of createInterface({ input: writer.stdout })) {
		acknowledged = Number(line);
		if (acknowledged === 300) writer.kill("SIGKILL");
	}
	if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
	const database = openDatabase({ dataDir });
	afterAll(() => database.close());
	const [row] = await database.owner.query<{ most: number; count: number }>(
		"select max(n) as most, count(*) as count from kept",
	);
	expect(row!.most).toBeGreaterThanOrEqual(acknowledged);
	expect(row!.count).toBe(row!.most);
});

describe("the lock of a data folder", () => {
	test("keeps a second one out, and tells it whom to stop", () => {
		const place = path.join(folder, "locked");
		const release = takeFolder(place);
		expect(() => takeFolder(place)).toThrow(`process ${process.pid}`);
		release();
		takeFolder(place)();
	});

	test("is taken over from a process that died, from another that got its number, and from a torn file", () => {
		for (const left of ["999999 123", `${process.pid} 1`, ""]) {
			const place = path.join(folder, `stale-${left.length}`);
			takeFolder(place)();
			writeFileSync(path.join(place, "lock"), left);
			takeFolder(place)();
		}
	});

	test("goes to one of many that start at the same instant, stale or not", async () => {
		const place = path.join(folder, "race");
		takeFolder(place)();
		writeFileSync(path.join(place, "lock"), "999999 123");
		const program = path.join(folder, "taker.ts");
		const lock = path.resolve("db/folder-lock.ts");
		writeFileSync(
			program,
			`import { takeFolder } from ${JSON.stringify(lock)};
			while (Date.now() < Number(process.argv[2]));
			try { takeFolder(${JSON.stringify(place)}); console.log("mine"); } catch { console.log("no"); }
			// Nobody leaves before all have tried: what a process that ended held may be taken.
			process.stdin.on("end", () => process.exit()).resume();`,
		);
		const at = String(Date.now() + 1_200);
		const children = Array.from({ length: 6 }, () =>
			spawn(process.execPath, [program, at], { stdio: ["pipe", "pipe", "inherit"] }),
		);
		const said = await Promise.all(
			children.map(({ stdout }) => once(stdout, "data").then(([line]) => String(line).trim())),
		);
		for (const { stdin } of children) stdin.end();
		expect(said.filter((each) => each === "mine")).toHaveLength(1);
	});
});

test("asSystem's transaction cannot be used after its end", async () => {
	let kept: { selectFrom: unknown } | undefined;
	await asSystem(async (db) => {
		kept = db;
	});
	const db = kept as Parameters<Parameters<typeof asSystem>[0]>[0];
	await expect(db.selectFrom("organisations").selectAll().execute()).rejects.toThrow();
});
