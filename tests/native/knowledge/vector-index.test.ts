import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { indexLargeOrganisations } from "#app/domain/knowledge/indexing/index-large-organisations.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { type Ctx, house, type Role } from "#db/context.ts";
import { type Filled, fillVectors } from "#tests/domain/knowledge/rows.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

const SIZE = 48;
const MODEL = "o'model";

describe("vectors of a firm with 24,000 passages", { timeout: 300_000 }, () => {
	let org: TestOrg;
	let small: TestOrg;
	let filled: Filled;
	let few: Filled;
	let made: string[];

	beforeAll(async () => {
		await openNativeHouse(4);
		[org, small] = [await makeOrg(), await makeOrg("A small firm")];
		filled = await fillVectors(org, { passages: 24_000, open: 21_000, size: SIZE, model: MODEL });
		few = await fillVectors(small, { passages: 500, open: 60, size: SIZE, model: MODEL });
		made = await indexLargeOrganisations();
		await house().database.owner.query("vacuum analyze passage_vectors");
		await house().database.owner.query("vacuum analyze passages");
	}, 300_000);

	test("KB-3: only what is large gets an index, and running the job again makes no second one", async () => {
		expect(made).toHaveLength(1);
		expect(made[0]).toContain(org.id.replaceAll("-", ""));
		expect(await indexLargeOrganisations()).toEqual([]);
		expect(await indexes()).toEqual([{ name: made[0], valid: true }]);
	});

	test("KB-3: the application role's plan walks the index, with policies forced", async () => {
		const [question] = await questions(org, 1);
		for (const [role, seen] of [
			["owner", [filled.open, filled.closed]],
			["viewer", [filled.open]],
		] as const) {
			const plan = await as(org, role, (ctx) => planOf(ctx, question!, seen));
			expect(plan).toContain(`Index Scan using ${made[0]}`);
			expect(plan).not.toMatch(/Seq Scan|Sort Method: external/);
		}
		const vector = { model: MODEL, values: JSON.parse(question!) as number[] };
		const walked = await as(org, "viewer", async (ctx) => {
			await searchKnowledge(ctx, { q: "zzzz", vector, limit: 10 });
			return sql<{ scans: number }>`select pg_stat_get_xact_numscans(${made[0]}::regclass) as scans`.execute(ctx.db);
		});
		expect(walked.rows[0]!.scans).toBeGreaterThan(0);
	});

	test("KB-3: what both halves found is looked up by its key, and not among all that the firm has", async () => {
		const [question] = await questions(org, 1);
		const vector = { model: MODEL, values: JSON.parse(question!) as number[] };
		const { rows } = await as(org, "viewer", async (ctx) => {
			await searchKnowledge(ctx, { q: "number77 number78", vector, limit: 10 });
			return sql<{ read: number }>`select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables
				where relname = 'passages'`.execute(ctx.db);
		});
		expect(rows[0]!.read).toBeGreaterThan(10);
		expect(rows[0]!.read).toBeLessThan(1_000);
	});

	test("KB-3: who reads few measures few, whomever the plans that a session keeps were made for", async () => {
		const [question] = await questions(org, 1);
		// As one connection meets them: a pool of one session would do as well.
		const near = async (ctx: Ctx, seen: string[], readable: number) => {
			await sql`select from near_passages(${seen}::uuid[], ${MODEL}, ${question}::halfvec, 10, ${readable})`.execute(
				ctx.db,
			);
			const { rows } = await sql<{ read: number }>`select (seq_tup_read + idx_tup_fetch)::int as read
				from pg_stat_xact_user_tables where relname = 'passage_vectors'`.execute(ctx.db);
			return rows[0]!.read;
		};
		const tiny = await makeOrg("A firm of twenty passages");
		const twenty = await fillVectors(tiny, { passages: 20, open: 2, size: SIZE, model: MODEL });
		const read = await as(tiny, "owner", async (ctx) => {
			for (let asked = 0; asked < 12; asked++) await near(ctx, [twenty.open, twenty.closed], 20_000);
			const before = await near(ctx, [twenty.open], 20_000);
			await sql`select set_config('app.org_id', ${org.id}, true)`.execute(ctx.db);
			return (await near(ctx, [filled.closed], 20_000)) - before;
		});
		expect(read).toBeGreaterThanOrEqual(3_000);
		expect(read).toBeLessThan(3_100);
	});

	test("KB-3: one word that is not common is read by its index, and so by the plan that a session keeps of it", async () => {
		const read = await as(org, "viewer", async (ctx) => {
			for (let asked = 0; asked < 12; asked++) {
				const found =
					await sql`select id from match_passages(${[filled.open, filled.closed]}::uuid[], ${`number${asked + 70}`}, 100)`.execute(
						ctx.db,
					);
				expect(found.rows.length).toBeGreaterThan(0);
			}
			const { rows } = await sql<{ read: number }>`select (seq_tup_read + idx_tup_fetch)::int as read
				from pg_stat_xact_user_tables where relname = 'passages'`.execute(ctx.db);
			return rows[0]!.read;
		});
		expect(read).toBeGreaterThanOrEqual(12);
		expect(read).toBeLessThan(5_000);
	});

	test("KB-3: of the ten nearest the index finds 95 in a hundred and more, for who reads all and who reads a part", async () => {
		for (const [role, seen] of [
			["owner", [filled.open, filled.closed]],
			["viewer", [filled.open]],
		] as const) {
			let found = 0;
			for (const question of await questions(org, 40)) {
				const near = await find(role, question);
				const exact = await nearestOf(org, seen, question);
				found += exact.filter((id) => near.includes(id)).length;
			}
			expect(found / 400).toBeGreaterThanOrEqual(0.95);
		}
	});

	test("KB-3: a small firm's vectors are all measured by its own rows, and none is missed", async () => {
		const [question] = await questions(small, 1);
		const plan = await as(small, "viewer", async (ctx) => {
			const { rows } = await sql<{ "QUERY PLAN": string }>`explain select v.passage_id from passage_vectors v
				where v.org_id = current_org() and v.model = ${MODEL} order by (v.embedding <=> ${question}::halfvec) + 0 limit 10`.execute(
				ctx.db,
			);
			return rows.map((row) => row["QUERY PLAN"]).join("\n");
		});
		expect(plan).not.toMatch(/Seq Scan/);
		const { passages } = await as(small, "viewer", (ctx) =>
			searchKnowledge(ctx, { q: "zzzz", vector: { model: MODEL, values: JSON.parse(question!) }, limit: 10 }),
		);
		// What points away from the question has nothing to do with it.
		const exact = await nearestOf(small, [few.open], question!, 1);
		expect(exact).toHaveLength(10);
		expect(passages.map(({ id }) => id)).toEqual(exact);
	});

	test("KB-3: another model's vectors of the same size get an index of their own, and the old one goes when they are gone", async () => {
		const { owner } = house().database;
		await owner.query("update passage_vectors set model = 'other' where org_id = $1", [org.id]);
		const [name, ...more] = await indexLargeOrganisations();
		expect(more).toEqual([]);
		expect(name).not.toBe(made[0]);
		expect(await indexes()).toEqual([{ name, valid: true }]);
		made = [name!];
	});

	test("KB-3: an index that broke off while it was built is built anew", async () => {
		const { owner } = house().database;
		await owner.query("update pg_index set indisvalid = false where indexrelid = $1::regclass", [made[0]]);
		expect(await indexLargeOrganisations()).toEqual(made);
		expect(await indexes()).toEqual([{ name: made[0], valid: true }]);
	});

	const find = async (role: Role, question: string) => {
		const vector = { model: MODEL, values: JSON.parse(question) as number[] };
		const { passages } = await as(org, role, (ctx) => searchKnowledge(ctx, { q: "zzzz", vector, limit: 10 }));
		return passages.map(({ id }) => id);
	};
});

const indexes = () =>
	house().database.owner.query<{ name: string; valid: boolean }>(
		`select c.relname as name, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
			join pg_am a on a.oid = c.relam where a.amname = 'hnsw' order by 1`,
	);

/** Vectors that lie near kept ones without being one of them. */
async function questions(org: TestOrg, many: number): Promise<string[]> {
	const rows = await house().database.owner.query<{ vector: string }>(
		`select embedding::text as vector from passage_vectors where org_id = $1 order by passage_id limit $2`,
		[org.id, many],
	);
	return rows.map(({ vector }, index) =>
		JSON.stringify((JSON.parse(vector) as number[]).map((value, at) => value + 0.03 * Math.sin(at * 3 + index))),
	);
}

async function nearestOf(org: TestOrg, seen: readonly string[], question: string, most = 2): Promise<string[]> {
	const rows = await house().database.owner.query<{ id: string }>(
		`select passage_id as id from passage_vectors where org_id = $1 and collection_id = any ($2::uuid[]) and (embedding <=> $3::halfvec) <= $4
		order by (embedding <=> $3::halfvec) + 0, passage_id limit 10`,
		[org.id, seen, question, most],
	);
	return rows.map(({ id }) => id);
}

/** The plan of what `near_passages` asks of the index, its three values put in. */
async function planOf(ctx: Ctx, question: string, seen: readonly string[]): Promise<string> {
	const { rows } = await sql<{ text: string }>`select near_statement(${SIZE}, ${MODEL}) as text`.execute(ctx.db);
	const text = rows[0]!.text
		.replaceAll("$1", `'${question}'::halfvec`)
		.replaceAll("$2", `'{${seen.join(",")}}'::uuid[]`)
		.replaceAll("$3", "100");
	const explained = await sql<{ "QUERY PLAN": string }>`explain ${sql.raw(text)}`.execute(ctx.db);
	return explained.rows.map((row) => row["QUERY PLAN"]).join("\n");
}
