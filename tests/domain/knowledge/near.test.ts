import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { indexLargeOrganisations } from "#app/domain/knowledge/indexing/index-large-organisations.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { type Filled, fillVectors } from "./rows.ts";

describe("the nearest vectors on the embedded database", () => {
	let org: TestOrg;
	let filled: Filled;
	let question: string;

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		filled = await fillVectors(org, { passages: 600, open: 60, size: 16, model: "m" });
		const [row] = await house().database.owner.query<{ vector: string }>(
			"select embedding::text as vector from passage_vectors limit 1",
		);
		question = row!.vector;
	});

	/** `readable` says how many could be read, which decides between measuring all and asking an index. */
	const near = async (readable: number, seen = [filled.open, filled.closed], asked = { model: "m", question }) => {
		const { rows } = await as(org, "owner", (ctx) =>
			sql<{
				id: string;
			}>`select id from near_passages(${seen}::uuid[], ${asked.model}, ${asked.question}::halfvec, 10, ${readable})`.execute(
				ctx.db,
			),
		);
		return rows.map(({ id }) => id);
	};
	const exact = async (seen: readonly string[]) => {
		const rows = await house().database.owner.query<{ id: string }>(
			`select passage_id as id from passage_vectors where org_id = $1 and collection_id = any ($2::uuid[])
			order by (embedding <=> $3::halfvec) + 0, passage_id limit 10`,
			[org.id, seen, question],
		);
		return rows.map(({ id }) => id);
	};

	test("KB-3: few and many are found alike while there is no index, which is never built here", async () => {
		expect(await indexLargeOrganisations(10)).toEqual([]);
		for (const seen of [[filled.open, filled.closed], [filled.open]]) {
			expect(await near(600, seen)).toEqual(await exact(seen));
			expect([...(await near(20_001, seen))].sort()).toEqual([...(await exact(seen))].sort());
		}
	});

	test("KB-3: an index that a copy of a native database brings along is asked, also by who may read a tenth", async () => {
		await house().database.owner.query(
			`create index by_hand on passage_vectors using hnsw ((embedding::halfvec(16)) halfvec_cosine_ops)
			where org_id = '${org.id}' and model = 'm'`,
		);
		for (const seen of [[filled.open, filled.closed], [filled.open]]) {
			const wanted = await exact(seen);
			const found = await near(20_001, seen);
			expect(found.filter((id) => wanted.includes(id)).length).toBeGreaterThanOrEqual(9);
		}
	});

	test("KB-3: a question of another size or of a model that nothing has finds nothing, and is no error", async () => {
		const shorter = { model: "m", question: "[1,0,0,0,0,0,0,1]" };
		expect(await near(60, undefined, shorter)).toEqual([]);
		expect(await near(600, undefined, shorter)).toEqual([]);
		expect(await near(20_001, undefined, shorter)).toEqual([]);
		expect(await near(600, undefined, { model: "n'", question })).toEqual([]);
		expect(await near(20_001, undefined, { model: "n'", question })).toEqual([]);
	});
});
