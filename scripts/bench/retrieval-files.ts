import { readFileSync } from "node:fs";

export type Doc = { id: string; title: string; text: string };

/** Documents: JSONL with `id` (or `_id`), `title`, `text`; or TSV of id, title and text, or of id and text. */
export function readDocs(file: string): Doc[] {
	return linesOf(file).map((line) => {
		if (line.startsWith("{")) {
			const { id, _id, title = "", text = "" } = JSON.parse(line) as Record<string, string>;
			return { id: String(id ?? _id), title, text };
		}
		const [id = "", second = "", third] = line.split("\t");
		return third === undefined ? { id, title: "", text: second } : { id, title: second, text: third };
	});
}

/** Queries: TSV of id and text, or JSONL with `id` (or `_id`) and `text`. */
export function readQueries(file: string): { id: string; text: string }[] {
	return linesOf(file).map((line) => {
		if (line.startsWith("{")) {
			const { id, _id, text = "" } = JSON.parse(line) as Record<string, string>;
			return { id: String(id ?? _id), text };
		}
		const [id = "", text = ""] = line.split("\t");
		return { id, text };
	});
}

/** Judgements as TREC has them, "query 0 document grade"; BEIR's three columns with a heading are read too. */
export function readQrels(file: string): Map<string, Map<string, number>> {
	const qrels = new Map<string, Map<string, number>>();
	for (const line of linesOf(file)) {
		const parts = line.split(/\s+/);
		const [query, doc, grade] = parts.length === 3 ? parts : [parts[0], parts[2], parts[3]];
		if (!query || !doc || !/^-?\d+$/.test(grade ?? "")) continue;
		const own = qrels.get(query) ?? new Map<string, number>();
		own.set(doc, Number(grade));
		qrels.set(query, own);
	}
	return qrels;
}

export type Scores = { ndcg10: number; map: number; recall100: number };

/** nDCG@10 (gain 2^grade - 1), average precision and recall@100, as trec_eval computes them, averaged over queries. */
export function measure(qrels: Map<string, Map<string, number>>, runs: Map<string, string[]>): Scores {
	const sums = { ndcg10: 0, map: 0, recall100: 0 };
	let count = 0;
	for (const [query, grades] of qrels) {
		const relevant = [...grades.values()].filter((grade) => grade > 0);
		if (relevant.length === 0) continue;
		count++;
		const ranked = runs.get(query) ?? [];
		const gains = ranked.map((doc) => Math.max(0, grades.get(doc) ?? 0));
		sums.ndcg10 += dcg(gains) / dcg(relevant.sort((a, b) => b - a));
		let hits = 0;
		let precision = 0;
		for (const [index, gain] of gains.entries()) if (gain > 0) precision += ++hits / (index + 1);
		sums.map += precision / relevant.length;
		sums.recall100 += gains.slice(0, 100).filter((gain) => gain > 0).length / relevant.length;
	}
	return { ndcg10: sums.ndcg10 / count, map: sums.map / count, recall100: sums.recall100 / count };
}

const dcg = (gains: readonly number[]) =>
	gains.slice(0, 10).reduce((sum, gain, index) => sum + (2 ** gain - 1) / Math.log2(index + 2), 0);

const linesOf = (file: string) =>
	readFileSync(file, "utf8")
		.split("\n")
		.map((line) => line.replace(/\r$/, ""))
		.filter((line) => line.trim() !== "");
