import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { getDocument, listDocuments, readPassages } from "#app/domain/knowledge/documents/document-queries.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { type Ctx, house } from "#db/context.ts";
import { type Filled, fillVectors } from "#tests/domain/knowledge/rows.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

const MODEL = "m";
/** Tables that grow with what a firm knows. Collections are few. */
const LARGE = ["documents", "document_versions", "passages", "passage_vectors", "knowledge_words"];

describe("the knowledge of a firm with 15,000 passages and 5,000 documents, beside another's", {
	timeout: 300_000,
}, () => {
	let org: TestOrg;
	let filled: Filled;

	beforeAll(async () => {
		await openNativeHouse(4);
		const [first, second] = [await makeOrg(), await makeOrg("A neighbour")];
		org = first;
		const shape = { passages: 15_000, open: 14_000, size: 16, model: MODEL };
		filled = await fillVectors(org, shape);
		for (const [firm, place] of [
			[first, filled],
			[second, await fillVectors(second, shape)],
		] as const) {
			await house().database.owner.query(
				`with d as (
					insert into documents (org_id, id, title, state, collection_id)
					select $1, uuidv7(), 'Document ' || n, case when n % 50 = 0 then 'failed' else 'ready' end, $2 from generate_series(1, 5000) n
					returning id
				) insert into document_versions (org_id, id, document_id, number, name, kind, sha256, created_by, state)
				select $1, uuidv7(), id, 1, 'a.txt', 'text', sha256(id::text::bytea), 'Test', 'ready' from d`,
				[firm.id, place.open],
			);
		}
		await house().database.owner.query("vacuum analyze");
	}, 300_000);

	/** Runs `work` as a viewer and answers which large tables it read from their beginning, by Postgres' own count. */
	const readWhole = (work: (ctx: Ctx) => Promise<unknown>) =>
		as(org, "viewer", async (ctx) => {
			await work(ctx);
			const { rows } = await sql<{ relname: string; seq_scan: number; idx_scan: number }>`
				select relname, seq_scan, idx_scan from pg_stat_xact_user_tables where relname in (${sql.join(LARGE)})`.execute(
				ctx.db,
			);
			expect(rows.reduce((sum, { idx_scan }) => sum + (idx_scan ?? 0), 0)).toBeGreaterThan(0);
			return rows.filter(({ seq_scan }) => seq_scan > 0).map(({ relname }) => relname);
		});

	test("KB-3: what reads a table whole is noticed here", async () => {
		const spelt = async (ctx: Ctx) => {
			await ctx.db.selectFrom("documents").select("id").where("id", "=", filled.document).execute();
			await sql`select set_config(way, 'off', true) from unnest(array['enable_indexscan', 'enable_indexonlyscan',
				'enable_bitmapscan']) way`.execute(ctx.db);
			await ctx.db.selectFrom("passages").select("id").where("body", "like", "%77%").execute();
		};
		expect(await readWhole(spelt)).toEqual(["passages"]);
	});

	test("KB-3: a search reads no table whole, by rare and common words, by a part, misspelt, in one collection or document", async () => {
		const values = Array.from({ length: 16 }, (_, at) => Math.sin(at + 1));
		for (const q of ["number777", "subject42 chapter17", "passage", "length speaks", "numbre7777", "zzzz"]) {
			for (const vector of [null, { model: MODEL, values }]) {
				for (const more of [{}, { collectionId: filled.open }, { documentId: filled.document }]) {
					const whole = await readWhole((ctx) => searchKnowledge(ctx, { q, vector, limit: 20, ...more }));
					expect(whole, JSON.stringify({ q, more, vector: vector !== null })).toEqual([]);
				}
			}
		}
	});

	test("KB-1: the list of documents reads no table whole, first page and deep, filtered and not", async () => {
		const first = await as(org, "viewer", (ctx) => listDocuments(ctx, {}));
		for (const filter of [
			{},
			{ before: first.next! },
			{ collectionId: filled.open },
			{ collectionId: filled.open, before: first.next! },
			{ state: "failed" as const },
			{ collectionId: filled.closed },
		]) {
			const whole = await readWhole((ctx) => listDocuments(ctx, filter));
			expect(whole, JSON.stringify(filter)).toEqual([]);
		}
	});

	test("KB-4: a document at its passage reads no table whole, wherever in it the passage stands", async () => {
		for (const from of [0, 7_500, 14_970]) {
			const whole = await readWhole(async (ctx) => {
				const document = await getDocument(ctx, filled.document);
				const read = await readPassages(ctx, document, { from, q: "subject42", most: 31 });
				expect(read[0]!.position).toBe(from);
			});
			expect(whole, String(from)).toEqual([]);
		}
	});
});
