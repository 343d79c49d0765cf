import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { type Ctx, house, readInOrg } from "#db/context.ts";
import { KEPT } from "#db/dialects/reading.ts";
import { as, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

describe("reading with one trip a statement on a native server", () => {
	let one: TestOrg;
	let other: TestOrg;
	const reads = <T>(org: TestOrg, fn: (ctx: Ctx) => Promise<T>) =>
		readInOrg({ org: org.id, actor: SYSTEM, requestId: newId() }, fn);
	const names = (ctx: Ctx, kept = "") =>
		sql<{ name: string }>`${sql.raw(kept)}select first_name as name from contacts order by 1`
			.execute(ctx.db)
			.then(({ rows }) => rows.map(({ name }) => name));

	beforeAll(async () => {
		// One connection: whatever a statement left behind would meet the next one.
		await openNativeHouse(1);
		[one, other] = [await makeOrg("One"), await makeOrg("Other")];
		await as(one, "owner", (ctx) => createContact(ctx, { firstName: "Ada" } as never));
		await as(other, "owner", (ctx) => createContact(ctx, { firstName: "Bob" } as never));
	});

	test("each organisation reads its own rows, also by a statement that is kept prepared", async () => {
		for (let round = 0; round < 8; round++) {
			for (const kept of ["", KEPT]) {
				expect(await reads(one, (ctx) => names(ctx, kept))).toEqual(["Ada"]);
				expect(await reads(other, (ctx) => names(ctx, kept))).toEqual(["Bob"]);
			}
		}
	});

	test("nothing of an organisation is left on the connection, after an error either", async () => {
		const fails = (text: string) => reads(one, (ctx) => sql.raw(text).execute(ctx.db));
		for (const text of [
			"select 1 / 0",
			`${KEPT}select 1 / 0`,
			"select nothing",
			`${KEPT}selec`,
			"select pg_sleep('x')",
		]) {
			await expect(fails(text), text).rejects.toThrow();
			expect(await house().database.guest("select current_user::text as who, current_org() as org")).toEqual([
				{ who: "perigee_guest", org: null },
			]);
			await expect(house().database.guest("select * from contacts")).rejects.toMatchObject({ code: "42501" });
			expect(await reads(other, (ctx) => names(ctx, KEPT))).toEqual(["Bob"]);
		}
	});

	test("a look-up that a migration changes while the process runs goes on answering", async () => {
		const { owner } = house().database;
		const make = (columns: string, values: string) =>
			owner.exec(`drop function if exists look(integer);
				create function look(given integer) returns table (${columns}) language sql stable as 'select ${values}';
				grant execute on function look(integer) to perigee_guest`);
		const look = () => house().database.guest("select * from look($1)", [7]);
		await make("one integer", "given");
		for (let round = 0; round < 3; round++) expect(await look()).toEqual([{ one: 7 }]);
		await make("one integer, two text", "given, given::text");
		for (let round = 0; round < 3; round++) expect(await look()).toEqual([{ one: 7, two: "7" }]);
		// And is prepared once: the pool has one connection.
		const kept = await house().database.guest<{ statement: string }>("select statement from pg_prepared_statements");
		expect(kept.filter(({ statement }) => statement === "select * from look($1)")).toHaveLength(1);
	});

	test("what writes fails, and nothing of it stays", async () => {
		const write = (ctx: Ctx) => sql`update contacts set first_name = 'Eve'`.execute(ctx.db);
		await expect(reads(one, write)).rejects.toMatchObject({ code: "25006" });
		const undo = (ctx: Ctx) =>
			sql`with a as (select set_config('transaction_read_only', 'off', true)) select * from a`
				.execute(ctx.db)
				.then(() => write(ctx));
		await expect(reads(one, undo)).rejects.toMatchObject({ code: "25001" });
		expect(await reads(one, names)).toEqual(["Ada"]);
	});

	test("values arrive as in a transaction: numbers, instants, lists, JSON, none", async () => {
		const at = new Date();
		const ask = async (ctx: Ctx) =>
			(
				await sql`select ${"it's"}::text as text, 7::bigint as number, ${at}::timestamptz as at, ${["a", "b"]}::text[] as list,
				'{"a":1}'::jsonb as json, null as nothing, ${null}::uuid as id`.execute(ctx.db)
			).rows;
		const rows = [{ text: "it's", number: 7, at, list: ["a", "b"], json: { a: 1 }, nothing: null, id: null }];
		expect(await reads(one, ask)).toEqual(rows);
		expect(await as(one, "owner", ask)).toEqual(rows);
	});

	test("a database inside a reading transaction is refused like in any other", async () => {
		await expect(reads(one, () => house().database.guest("select 1"))).rejects.toThrow("refused while a transaction");
		await expect(reads(one, () => reads(other, names))).rejects.toThrow("refused while a transaction");
	});
});
