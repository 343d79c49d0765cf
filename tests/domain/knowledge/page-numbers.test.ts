import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askKnowledge } from "#app/domain/knowledge/asking/ask-knowledge.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { sweepReadings } from "#app/domain/knowledge/indexing/reread-document.ts";
import { removePassages, storePassages } from "#app/domain/knowledge/indexing/store-passages.ts";
import { rereadDocumentJob } from "#app/domain/knowledge/jobs.ts";
import { splitIntoPassages } from "#app/domain/knowledge/rules/passages.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { pdf } from "./files.ts";

const PAGES = [
	"Deposits are ten per cent of the price.",
	"A cancelled booking is free until two days before.",
	"Gift cards are valid for three years.",
	"Fleets of five vehicles get a discount.",
];

const page = (text: string, number: number | null) => ({ text, level: 0, page: number });
const split = (...blocks: ReturnType<typeof page>[]) =>
	splitIntoPassages(blocks, "Terms").map((passage) => [passage.page, passage.body]);

describe("the page that a passage stands on", () => {
	test("KB-3: no passage spans pages, however little stands on one", () => {
		expect(split(...PAGES.map((text, index) => page(text, index + 1)))).toEqual(
			PAGES.map((text, index) => [index + 1, text]),
		);
		// A page of several paragraphs, and a text without pages, are joined as ever.
		expect(split(page("One.", 1), page("Two.", 1), page("Three.", 2))).toEqual([
			[1, "One.\n\nTwo."],
			[2, "Three."],
		]);
		expect(split(page("One.", null), page("Two.", null))).toEqual([[null, "One.\n\nTwo."]]);
	});

	test("KB-3: a sentence that goes on overleaf stays whole, on the page where it begins", () => {
		expect(
			split(
				page("Peeling is covered. The film is re-", 1),
				page("placed free of charge within a year. Dents are not.", 2),
			),
		).toEqual([
			[1, "Peeling is covered. The film is replaced free of charge within a year."],
			[2, "Dents are not."],
		]);
		// What ends with a full stop, a number or a heading goes on nowhere, and a list is no sentence.
		expect(split(page("Total 45", 1), page("apples are sweet.", 2))).toEqual([
			[1, "Total 45"],
			[2, "apples are sweet."],
		]);
		expect(split(page("we sell pears,", 1), page("plums and quinces", 2))).toEqual([
			[1, "we sell pears,"],
			[2, "plums and quinces"],
		]);
	});
});

describe("documents with pages", () => {
	let org: TestOrg;

	beforeAll(async () => {
		await openTestHouse();
	});
	beforeEach(async () => {
		org = await makeOrg();
	});

	const upload = async () => {
		const bytes = await pdf(PAGES.map((text) => [[10, text]]));
		const file = {
			name: "terms.pdf",
			mediaType: "",
			bytes: (async function* () {
				yield bytes;
			})(),
		};
		const { id } = await addDocument((fn) => as(org, "user", fn), file, {});
		await work();
		return id;
	};
	const work = () => runJobs(new Date(Date.now() + 60_000), 2);
	const found = async (q: string) => {
		const { passages } = await as(org, "viewer", (ctx) => searchKnowledge(ctx, { q, vector: null, limit: 1 }));
		return passages.map((one) => [one.page, one.body]);
	};
	const versionOf = (id: string) =>
		asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("document_versions").selectAll().where("document_id", "=", id).executeTakeFirstOrThrow(),
		);
	const vectors = () =>
		asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("passage_vectors").select("passage_id").orderBy("passage_id").execute(),
		);

	test("KB-3 KB-5: a hit and a quotation name the page of the PDF where the sentence stands", async () => {
		await upload();
		expect(await found("gift cards valid")).toEqual([[3, PAGES[2]]]);
		const models = openModels({ providers: [], order: [] });
		const asked = { question: "Which fleets get a discount?", vector: null };
		const { quotes } = await askKnowledge((fn) => as(org, "user", fn), asked, models);
		expect(quotes.map(({ page: number, quote }) => [number, quote])).toEqual([[4, PAGES[3]]]);
	});

	test("KB-3: what was split across pages before is read again in the background, and then names the right page", async () => {
		const id = await upload();
		const version = await versionOf(id);
		// As the reading before left it: short pages joined, under the number of the first.
		await asActor(org.id, SYSTEM, async (ctx) => {
			await removePassages(ctx, version.id, 100);
			const { collection_id: collectionId } = await ctx.db
				.selectFrom("documents")
				.select("collection_id")
				.where("id", "=", id)
				.executeTakeFirstOrThrow();
			const place = { documentId: id, versionId: version.id, collectionId };
			await storePassages(ctx, place, [
				{ position: 0, page: 1, heading: "terms", body: PAGES.join("\n\n"), length: 30 },
			]);
			await ctx.db
				.updateTable("document_versions")
				.set({ reading: 0, passages: 1 })
				.where("id", "=", version.id)
				.execute();
		});
		expect((await found("gift cards valid"))[0]?.[0]).toBe(1);
		expect(await sweepReadings()).toBe(1);
		expect((await work()).filter(({ error }) => error)).toEqual([]);
		expect(await found("gift cards valid")).toEqual([[3, PAGES[2]]]);
		expect(await versionOf(id)).toMatchObject({ state: "ready", passages: 4, embedded: 4 });
		expect(await sweepReadings()).toBe(0);
	});

	test("KB-3: what would be read as it was keeps its passages and vectors, and is looked at once", async () => {
		const id = await upload();
		const before = await vectors();
		expect(before).toHaveLength(4);
		await asActor(org.id, SYSTEM, ({ db }) => db.updateTable("document_versions").set({ reading: 0 }).execute());
		expect(await sweepReadings()).toBe(1);
		const ran = await work();
		expect(ran.map(({ name }) => name)).toEqual([rereadDocumentJob.name]);
		expect(await vectors()).toEqual(before);
		expect(await sweepReadings()).toBe(0);
		expect(await waitingJobs(rereadDocumentJob)).toEqual([]);
		expect((await versionOf(id)).state).toBe("ready");
	});
});
