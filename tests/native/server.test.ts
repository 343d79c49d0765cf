import pg from "pg";
import { expect, test } from "vitest";
import { crashNative, nativeDatabase, nativeServer, restartNative, startNative } from "#tests/support/native.ts";

async function ask(url: string, statement: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query({ text: statement, rowMode: "array" })).rows.flat();
	} finally {
		await client.end();
	}
}

test("OPS-1 the native server is durable, version 17 or later, and has every extension the schema asks for", async () => {
	const url = nativeServer();
	expect(await ask(url, "show fsync")).toEqual(["on"]);
	expect(await ask(url, "show synchronous_commit")).toEqual(["on"]);
	expect(Number((await ask(url, "show server_version_num"))[0])).toBeGreaterThanOrEqual(170_000);
	const wanted = "('vector', 'btree_gin', 'btree_gist', 'pg_trgm', 'unaccent', 'citext')";
	expect(await ask(url, `select count(*)::int from pg_available_extensions where name in ${wanted}`)).toEqual([6]);
});

test("OPS-3 what was committed is there after a restart and after a crash of the native server", async () => {
	const url = await nativeDatabase();
	await ask(url, "create table kept (id int)");
	await ask(url, "insert into kept values (1)");
	await restartNative();
	await ask(url, "insert into kept values (2)");
	await crashNative();
	await expect(ask(url, "select 1")).rejects.toThrow();
	await startNative();
	expect(await ask(url, "select id from kept order by id")).toEqual([1, 2]);
});
