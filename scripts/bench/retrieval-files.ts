import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { trecDocs, trecTopics } from "./retrieval-trec.ts";

export type Doc = { id: string; title: string; text: string };

/** Documents: TREC's SGML; JSONL with `id` (or `_id`), `title`, `text`; or TSV of id, title and text, or of id and text. */
export function readDocs(path: string): Doc[] {
	const docs = filesOf(path).flatMap((file) => {
		const text = textOf(file);
		if (/^\s*(?:<\?xml[^>]*>\s*)?<doc\b/i.test(text)) return trecDocs(text, file);
		return linesOf(text).map(({ line, at }) => docOf(line, `${file}, line ${at}`));
	});
	return unique(docs, path, "document");
}

function docOf(line: string, where: string): Doc {
	if (line.startsWith("{")) {
		const { id, _id, title = "", text = "" } = jsonOf(line, where);
		return { id: named(id ?? _id, where), title: String(title), text: String(text) };
	}
	const [id = "", second, third] = line.split("\t");
	if (second === undefined) throw new Error(`${where} is neither TREC's <DOC>, nor JSON, nor parted by tabs.`);
	return third === undefined
		? { id: named(id, where), title: "", text: second }
		: { id: named(id, where), title: second, text: third };
}

/** Queries: TREC's topics; TSV of id and text, or JSONL with `id` (or `_id`) and `text`. */
export function readQueries(file: string): { id: string; text: string }[] {
	const text = textOf(file);
	if (/^\s*(?:<\?xml[^>]*>\s*)?<top\b/i.test(text)) return unique(trecTopics(text, file), file, "topic");
	const queries = linesOf(text).map(({ line, at }) => {
		const where = `${file}, line ${at}`;
		if (line.startsWith("{")) {
			const { id, _id, text: asked = "" } = jsonOf(line, where);
			return { id: named(id ?? _id, where), text: String(asked) };
		}
		const [id = "", asked] = line.split("\t");
		if (asked === undefined) throw new Error(`${where} is neither TREC's <top>, nor JSON, nor parted by tabs.`);
		return { id: named(id, where), text: asked };
	});
	return unique(queries, file, "query");
}

/** Judgements as TREC has them, "query 0 document grade"; BEIR's three columns with a heading are read too. */
export function readQrels(file: string): Map<string, Map<string, number>> {
	const qrels = new Map<string, Map<string, number>>();
	for (const { line, at } of linesOf(textOf(file))) {
		const parts = line.trim().split(/\s+/);
		const [query, doc, grade] = parts.length === 3 ? parts : [parts[0], parts[2], parts[3]];
		const isJudgement = (parts.length === 3 || parts.length === 4) && /^-?\d+$/.test(grade ?? "");
		// BEIR's files begin with the names of their columns.
		if (!isJudgement && at === 1 && /query/i.test(line)) continue;
		if (!isJudgement || !query || !doc)
			throw new Error(`${file}, line ${at} is no judgement (query 0 document grade).`);
		const own = qrels.get(query) ?? new Map<string, number>();
		own.set(doc, Number(grade));
		qrels.set(query, own);
	}
	if (qrels.size === 0) throw new Error(`${file} holds no judgements.`);
	return qrels;
}

/** The queries that were judged, by the ids that the judgements use: topic "051" is judged as "51". */
export function judgedQueries(
	queries: readonly { id: string; text: string }[],
	qrels: ReadonlyMap<string, unknown>,
): { id: string; text: string }[] {
	const judged = queries.flatMap((query) => {
		const bare = query.id.replace(/^0+(?=\d)/, "");
		const id = [query.id, bare].find((one) => qrels.has(one));
		return id === undefined ? [] : [{ ...query, id }];
	});
	if (judged.length === 0) throw new Error("None of the queries has a judgement: do these files belong together?");
	return judged;
}

function jsonOf(line: string, where: string): Record<string, unknown> {
	try {
		return JSON.parse(line) as Record<string, unknown>;
	} catch {
		throw new Error(`${where} begins like JSON and is none.`);
	}
}

function named(id: unknown, where: string): string {
	if ((typeof id !== "string" && typeof id !== "number") || String(id).trim() === "")
		throw new Error(`${where} has no id.`);
	return String(id).trim();
}

function unique<Item extends { id: string }>(items: Item[], file: string, what: string): Item[] {
	if (items.length === 0) throw new Error(`${file} holds no ${what}.`);
	const seen = new Set<string>();
	for (const { id } of items) {
		if (seen.has(id)) throw new Error(`${file} holds the ${what} ${id} twice.`);
		seen.add(id);
	}
	return items;
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

/** The file itself, or all of a folder's, in order: TREC's collections come in many. */
function filesOf(path: string): string[] {
	if (!existsSync(path)) throw new Error(`${path} is not there.`);
	if (!statSync(path).isDirectory()) return [path];
	const entries = readdirSync(path, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile() && !entry.name.startsWith(".") && !/^readme/i.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** UTF-8, else Latin-1 as older collections are. Throws for what is no text. */
function textOf(file: string): string {
	if (!existsSync(file)) throw new Error(`${file} is not there.`);
	const bytes = readFileSync(file);
	const isPacked = [
		[0x1f, 0x8b],
		[0x1f, 0x9d],
		[0x50, 0x4b],
		[0x42, 0x5a],
	].some((sign) => sign.every((byte, at) => bytes[at] === byte));
	if (isPacked) throw new Error(`${file} is packed. Unpack it first.`);
	if (bytes.subarray(0, 65_536).includes(0)) throw new Error(`${file} is no text.`);
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder("windows-1252").decode(bytes);
	}
}

const linesOf = (text: string) =>
	text
		.split("\n")
		.map((line, index) => ({ line: line.replace(/\r$/, ""), at: index + 1 }))
		.filter(({ line }) => line.trim() !== "");
