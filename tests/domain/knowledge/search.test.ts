import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { embedLexically, LEXICAL_MODEL } from "#app/domain/knowledge/rules/lexical-embedding.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { type Actor, house, type Role } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeCollection, makeDocument } from "./library.ts";

describe("searching the knowledge", () => {
	let org: TestOrg;
	let other: TestOrg;

	beforeAll(async () => {
		await openTestHouse();
		[org, other] = [await makeOrg(), await makeOrg()];
		await makeDocument(
			org,
			"Coatings",
			"# Ceramic coating\n\nWash the car by hand every two weeks.\n\n# Warranty\n\nPeeling and bubbling are covered.",
		);
		await makeDocument(org, "Hours", "Our shop in Madison opens at eight and closes at five thirty.");
		await makeDocument(other, "Secret", "Ceramic coating of the other firm is washed with sand.");
	});

	const find = (q: string, role: Role = "viewer", more: { limit?: number; collectionId?: string } = {}) =>
		as(org, role, (ctx) => searchKnowledge(ctx, { q, vector: null, limit: 10, ...more }));

	test("KB-3: finds by words in any form, marks them, and says where they stand", async () => {
		const { passages } = await find("washing a ceramic coating");
		expect(passages[0]).toMatchObject({ title: "Coatings", heading: "Ceramic coating", page: null });
		const [first] = passages;
		const marked = first!.marks.map(([from, to]) => first!.excerpt.slice(from, to));
		expect(marked).toEqual(["Wash"]);
		expect(first!.excerpt).toBe("Wash the car by hand every two weeks.");
	});

	test("KB-3: a typing mistake still finds the passage", async () => {
		const { passages } = await find("warrenty peelling");
		expect(passages[0]).toMatchObject({ heading: "Warranty" });
		expect(passages[0]!.byWords).toBeGreaterThan(0);
	});

	test("KB-3: of words that stand in thousands of passages, those with every word come first, in whatever document", async () => {
		const large = await makeOrg();
		const { owner } = house().database;
		const id = await makeDocument(large, "Large", "nothing to see");
		await owner.query(
			`insert into passages (org_id, id, document_id, version_id, collection_id, position, heading, body, length)
			select org_id, gen_random_uuid(), document_id, version_id, collection_id, n, '',
				case when n <= 30 then 'alpha and beta' when n % 2 = 0 then 'alpha alone' else 'beta alone' end, 3
			from passages, generate_series(1, 9000) n where org_id = $1 and document_id = $2`,
			[large.id, id],
		);
		await owner.query("delete from knowledge_words where org_id = $1", [large.id]);
		await owner.query(
			`insert into knowledge_words (org_id, word, passages)
			select $1, w.lexeme, count(*) from passages p, unnest(p.words) w where p.org_id = $1 group by 2`,
			[large.id],
		);
		await owner.query("update knowledge_totals set passages = 9001, words = 27002 where org_id = $1", [large.id]);
		const { passages } = await as(large, "viewer", (ctx) =>
			searchKnowledge(ctx, { q: "beta alpha", vector: null, limit: 40 }),
		);
		expect(
			passages
				.slice(0, 30)
				.map(({ position }) => position)
				.sort((a, b) => a - b),
		).toEqual(Array.from({ length: 30 }, (_each, n) => n + 1));
		const one = await as(large, "viewer", (ctx) => searchKnowledge(ctx, { q: "alpha", vector: null, limit: 40 }));
		expect(one.passages).toHaveLength(40);
		expect(one.passages.every(({ body }) => body.includes("alpha"))).toBe(true);
		const within = await as(large, "viewer", (ctx) =>
			searchKnowledge(ctx, { q: "beta alpha", vector: null, limit: 40, documentId: id }),
		);
		expect(within.passages.map(({ body }) => body)).toContain("alpha and beta");
	});

	test("KB-3: another organisation's passages are never found, nor do they count", async () => {
		const { passages } = await find("ceramic sand");
		expect(passages.map(({ title }) => title)).not.toContain("Secret");
		const there = await as(other, "viewer", (ctx) => searchKnowledge(ctx, { q: "sand", vector: null, limit: 5 }));
		expect(there.passages.map(({ title }) => title)).toEqual(["Secret"]);
	});

	test("KB-3: what one may not read does not take the place of what one may", async () => {
		const managers = await makeCollection(org, "Managers", "roles", ["manager"]);
		const body = Array.from(
			{ length: 60 },
			(_, index) => `# Discount ${index}\n\nDiscounts for fleets number ${index}: ten per cent.`,
		);
		await makeDocument(org, "Discounts", body.join("\n\n"), managers);
		await makeDocument(
			org,
			"Counter",
			"# One\n\nDiscounts at the counter: five.\n\n# Two\n\nNo discounts on warranty work, for fleets neither.",
		);
		const read = await find("discounts for fleets", "user", { limit: 20 });
		expect(read.passages.filter(({ title }) => title === "Discounts")).toEqual([]);
		expect(read.passages.filter(({ title }) => title === "Counter")).toHaveLength(2);
		for (const role of ["manager", "admin"] as const) {
			expect((await find("discounts for fleets", role, { limit: 20 })).passages[0]!.title).toBe("Discounts");
		}
	});

	test("KB-2: customers find what is public, agents what is theirs, and nobody else", async () => {
		const open = await makeCollection(org, "Open", "public");
		const machines = await makeCollection(org, "Machines", "agents");
		await makeDocument(org, "Care", "Zirconium care for everybody.", open);
		await makeDocument(org, "Prompts", "Zirconium hints for agents.", machines);
		await makeDocument(org, "Inside", "Zirconium notes for members.");
		const titles = async (actor: Actor) =>
			(await asActor(org.id, actor, (ctx) => searchKnowledge(ctx, { q: "zirconium", vector: null, limit: 9 }))).passages
				.map(({ title }) => title)
				.sort();
		expect(await titles({ kind: "customer", id: newId(), name: "A customer" })).toEqual(["Care"]);
		expect(await titles({ kind: "agent", id: newId(), name: "An agent" })).toEqual(["Care", "Inside", "Prompts"]);
		expect((await find("zirconium", "viewer")).passages.map(({ title }) => title).sort()).toEqual(["Care", "Inside"]);
		await expect(titles({ kind: "webhook", id: newId(), name: "A hook" })).rejects.toMatchObject({ status: 403 });
	});

	test("KB-3: a question of signs, of nothing known or of hostile text finds nothing and breaks nothing", async () => {
		for (const q of ["", "   ", "'; drop table passages; --", "\\' & | ! ( :*", "qqqqzzzz", "\0", "a".repeat(5_000)]) {
			expect(await find(q), q.slice(0, 20)).toMatchObject({ passages: expect.any(Array) });
		}
		expect((await find("\\' & | ! ( :*")).passages.every(({ byWords }) => byWords === null)).toBe(true);
	});

	test("KB-3: a collection's filter holds", async () => {
		const narrow = await makeCollection(org, "Narrow", "all");
		await makeDocument(org, "Narrow one", "Tungsten lamps.", narrow);
		await makeDocument(org, "Wide one", "Tungsten lamps.");
		const { passages } = await find("tungsten", "viewer", { collectionId: narrow });
		expect(passages.map(({ title }) => title)).toEqual(["Narrow one"]);
	});

	describe("within chosen documents", () => {
		let wanted: string;
		const within = (q: string, more: { documentId?: string; kind?: "pdf" | "markdown" }) =>
			as(org, "viewer", (ctx) => searchKnowledge(ctx, { q, vector: null, limit: 10, ...more }));
		beforeAll(async () => {
			// Two hundred passages that answer better than the one that is asked of.
			const strong = Array.from({ length: 200 }, (_, n) => `# Part ${n}\n\nMolybdenum grease for hinges, tub ${n}.`);
			await makeDocument(org, "Greases", strong.join("\n\n"));
			wanted = await makeDocument(
				org,
				"Handbook",
				"# Doors\n\nAmong many other things that have to be seen to each spring, the doors' hinges want a little molybdenum, as the long table of the maker says on its last page.\n\n# Windows\n\nNothing of that.",
			);
		});

		test("KB-3: one document's passage is found however many others answer better", async () => {
			const all = await as(org, "viewer", (ctx) =>
				searchKnowledge(ctx, { q: "molybdenum grease for hinges", vector: null, limit: 100 }),
			);
			expect(all.passages.map(({ documentId }) => documentId)).not.toContain(wanted);
			const { passages } = await within("molybdenum grease for hinges", { documentId: wanted });
			expect(passages[0]).toMatchObject({ documentId: wanted, heading: "Doors" });
			expect(passages[0]!.byWords).toBeGreaterThan(0);
			expect(passages[0]!.byVector).toBeGreaterThan(0);
			expect(new Set(passages.map(({ documentId }) => documentId))).toEqual(new Set([wanted]));
		});

		test("KB-3: a word that is common elsewhere finds its one passage here, beside a rare word that is only elsewhere", async () => {
			const { passages } = await within("tub hinges", { documentId: wanted });
			expect(passages[0]).toMatchObject({ heading: "Doors" });
			expect(passages[0]!.byWords).toBeGreaterThan(0);
		});

		test("KB-3: a kind of file narrows, and a document that one may not read gives nothing", async () => {
			expect((await within("molybdenum", { kind: "markdown" })).passages.length).toBeGreaterThan(0);
			expect((await within("molybdenum", { kind: "pdf" })).passages).toEqual([]);
			const secret = await makeCollection(org, "Secret greases", "roles", ["manager"]);
			const hidden = await makeDocument(org, "Hidden", "Molybdenum in secret.", secret);
			expect((await within("molybdenum", { documentId: hidden })).passages).toEqual([]);
			expect((await within("molybdenum", { documentId: newId() })).passages).toEqual([]);
		});

		test("KB-3: chosen documents too many to be measured give the same as those that are few", async () => {
			const ids = (within: number) =>
				as(org, "viewer", async ({ db }) => {
					const vector = `[${embedLexically("molybdenum hinges").join(",")}]`;
					const seen = sql`(select array_agg(id) from collections)`;
					const { rows } = await sql<{ id: string }>`select id from near_chosen_passages(${seen}, ${LEXICAL_MODEL},
						${vector}::halfvec, 5, 99999, array[${wanted}]::uuid[], ${within}) order by distance, id`.execute(db);
					return rows.map(({ id }) => id);
				});
			expect(await ids(30_000)).toEqual(await ids(10));
			expect(await ids(10)).toHaveLength(2);
		});
	});
});
