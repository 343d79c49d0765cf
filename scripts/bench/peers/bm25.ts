import openBm25 from "wink-bm25-text-search";
import nlp from "wink-nlp-utils";
import type { Doc } from "../retrieval-files.ts";

/** Queries' documents by BM25 of wink-bm25-text-search (stemmed, without stop words), the best first. */
export function rankByBm25(
	docs: readonly Doc[],
	queries: readonly { id: string; text: string }[],
	most: number,
): Map<string, string[]> {
	const engine = openBm25();
	engine.defineConfig({ fldWeights: { text: 1 } });
	engine.definePrepTasks([nlp.string.lowerCase, nlp.string.tokenize0, nlp.tokens.removeWords, nlp.tokens.stem]);
	for (const [index, doc] of docs.entries()) engine.addDoc({ text: `${doc.title} ${doc.text}` }, index);
	engine.consolidate();
	return new Map(
		queries.map(({ id, text }) => [
			id,
			engine.search(text, most).map(([index]: [string | number, number]) => docs[Number(index)]!.id),
		]),
	);
}
