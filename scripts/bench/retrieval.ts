import { parseArgs } from "node:util";
import { sql } from "kysely";
import { env } from "#app/base/env.ts";
import { embedderOf } from "#app/domain/knowledge/indexing/embedder.ts";
import { vectorText } from "#app/domain/knowledge/indexing/store-passages.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { openProviders } from "#app/providers/open.ts";
import { inOrg } from "#db/context.ts";
import { rankByBm25 } from "./peers/bm25.ts";
import { judgedQueries, measure, readDocs, readQrels, readQueries } from "./retrieval-files.ts";
import { openLibrary } from "./retrieval-library.ts";

// `npm run bench:retrieval -- --docs F --queries F --qrels F`: how well the knowledge is searched, on any labelled set
// (KB-6). Without files it takes one of our own: a firm of many trades with its rules for the team, in TREC's formats
// (`--set trades`), or the smaller one it began with (`--set small`).
//   docs     TREC: <DOC><DOCNO>…, a file or a folder of them; JSONL with id (or _id), title, text; or TSV: id, title, text
//   queries  TREC: <top><num>…<title>…; TSV: id, text; or JSONL with id (or _id), text
//   qrels    TREC: query 0 document grade; or BEIR's: query document grade
// Prints nDCG@10, MAP and recall@100 of the product's full text, its vectors and both together, beside BM25 by
// wink-bm25-text-search (stemmed, without stop words) over the same texts in the same run. With EMBEDDING_MODEL set the
// vectors are that model's, else made from words alone. Everything stays in memory; DATABASE_URL is not read.

const SETS = {
	trades: { docs: "trades/docs.trec", queries: "trades/topics.trec", qrels: "trades/qrels.txt" },
	small: { docs: "docs.jsonl", queries: "queries.tsv", qrels: "qrels.txt" },
};
const { values: asked } = parseArgs({
	options: {
		set: { type: "string", default: "trades" },
		docs: { type: "string" },
		queries: { type: "string" },
		qrels: { type: "string" },
	},
});
const own = SETS[asked.set === "small" ? "small" : "trades"];
const files = {
	docs: asked.docs ?? `tests/retrieval/${own.docs}`,
	queries: asked.queries ?? `tests/retrieval/${own.queries}`,
	qrels: asked.qrels ?? `tests/retrieval/${own.qrels}`,
};

const MOST = 100;
const { docs, qrels, queries } = readAll();
const embedder = embedderOf(openProviders(env()).embeddings);
console.log(`${docs.length} documents, ${queries.length} queries with judgements, vectors by ${embedder.model}`);
const { scope, docOf, close } = await openLibrary(docs, embedder);
const runs = {
	words: new Map<string, string[]>(),
	vectors: new Map<string, string[]>(),
	hybrid: new Map<string, string[]>(),
};
let elapsed = 0;
for (const { id, text } of queries) {
	const [values] = await embedder.embed([text]);
	const vector = { model: embedder.model, values: values! };
	await inOrg(scope, async (ctx) => {
		const seen = sql`(select array_agg(id) from collections)`;
		const words = await sql<{
			id: string;
		}>`select m.id from match_passages(${seen}, ${text}, 200) m order by m.score desc, m.id`.execute(ctx.db);
		const near = await sql<{
			id: string;
		}>`select n.id from near_passages(${seen}, ${vector.model}, ${vectorText(vector.values)}::halfvec, 200, 0) n order by n.distance, n.id`.execute(
			ctx.db,
		);
		const began = performance.now();
		const { passages } = await searchKnowledge(ctx, { q: text, vector, limit: 200 });
		elapsed += performance.now() - began;
		runs.words.set(id, ranked(words.rows));
		runs.vectors.set(id, ranked(near.rows));
		runs.hybrid.set(id, ranked(passages));
	});
}
await close();
const peer = rankByBm25(docs, queries, MOST);
report("BM25 (wink)", peer);
report("full text", runs.words);
report("vectors", runs.vectors);
report("hybrid", runs.hybrid);
const [ours, theirs] = [measure(qrels, runs.hybrid).ndcg10, measure(qrels, peer).ndcg10];
console.log(
	`hybrid / BM25 in nDCG@10: ${(ours / theirs).toFixed(3)}; a search took ${(elapsed / queries.length).toFixed(1)} ms`,
);
process.exit(0);

/** What cannot be read is said, with the file and the line, and nothing is measured. */
function readAll() {
	try {
		const judgements = readQrels(files.qrels);
		return {
			docs: readDocs(files.docs),
			qrels: judgements,
			queries: judgedQueries(readQueries(files.queries), judgements),
		};
	} catch (error) {
		console.error((error as Error).message);
		process.exit(1);
	}
}

function report(name: string, run: Map<string, string[]>): void {
	const { ndcg10, map, recall100 } = measure(qrels, run);
	console.log(
		`${name.padEnd(12)} nDCG@10 ${ndcg10.toFixed(4)}   MAP ${map.toFixed(4)}   recall@100 ${recall100.toFixed(4)}`,
	);
}

/** Documents by their best passage, each once. */
function ranked(passages: readonly { id: string }[]): string[] {
	return [...new Set(passages.map(({ id }) => docOf.get(id)!))].slice(0, MOST);
}
