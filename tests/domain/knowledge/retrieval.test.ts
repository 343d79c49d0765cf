import { beforeAll, describe, expect, test } from "vitest";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { rankByBm25 } from "../../../scripts/bench/peers/bm25.ts";
import {
	type Doc,
	judgedQueries,
	measure,
	readDocs,
	readQrels,
	readQueries,
} from "../../../scripts/bench/retrieval-files.ts";
import { makeDocument } from "./library.ts";

const SETS = [
	["a firm of many trades", "trades/docs.trec", "trades/topics.trec", "trades/qrels.txt", 140, 60],
	["the small set", "docs.jsonl", "queries.tsv", "qrels.txt", 40, 40],
] as const;

describe("how well the knowledge is searched without any key", () => {
	beforeAll(async () => {
		await openTestHouse();
	});

	async function fill(org: TestOrg, docs: readonly Doc[]): Promise<Map<string, string>> {
		const known = new Map<string, string>();
		for (const { id, title, text } of docs) known.set(await makeDocument(org, title, text), id);
		return known;
	}

	test.each(SETS)("KB-6 KB-3: on %s words and vectors together are not below BM25", async (...set) => {
		const [, docsFile, queriesFile, qrelsFile, leastDocs, leastQueries] = set;
		const docs = readDocs(`tests/retrieval/${docsFile}`);
		const qrels = readQrels(`tests/retrieval/${qrelsFile}`);
		const queries = judgedQueries(readQueries(`tests/retrieval/${queriesFile}`), qrels);
		expect(docs.length).toBeGreaterThan(leastDocs);
		expect(queries.length).toBeGreaterThan(leastQueries);
		const named = new Set(docs.map(({ id }) => id));
		for (const grades of qrels.values()) for (const doc of grades.keys()) expect(named).toContain(doc);
		const org = await makeOrg();
		const known = await fill(org, docs);
		const ours = new Map<string, string[]>();
		for (const { id, text } of queries) {
			const { passages } = await as(org, "viewer", (ctx) =>
				searchKnowledge(ctx, { q: text, vector: null, limit: 100 }),
			);
			ours.set(id, [...new Set(passages.map(({ documentId }) => known.get(documentId)!))]);
		}
		const [hybrid, bm25] = [measure(qrels, ours), measure(qrels, rankByBm25(docs, queries, 100))];
		expect(hybrid.ndcg10).toBeGreaterThanOrEqual(bm25.ndcg10);
		expect(hybrid.recall100).toBeGreaterThanOrEqual(bm25.recall100);
	});
});
