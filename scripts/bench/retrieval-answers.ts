import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { env } from "#app/base/env.ts";
import { askKnowledge } from "#app/domain/knowledge/asking/ask-knowledge.ts";
import { embedderOf } from "#app/domain/knowledge/indexing/embedder.ts";
import { openProviders } from "#app/providers/open.ts";
import { inOrg } from "#db/context.ts";
import { readDocs } from "./retrieval-files.ts";
import { openLibrary } from "./retrieval-library.ts";

// `npm run bench:answers -- --docs F --questions F`: how well questions are answered (KB-5, KB-6). Without files it takes
// the small set of our own, tests/retrieval: documents as bench:retrieval reads them, and questions in JSONL, each with
// `question` and, where the documents hold the answer, `doc` (whose) and `quote` (words that the right passage's quote
// holds). Prints how many of those were answered with the right quote first, with it at all, with another only, or not,
// and of the others how many were told that it is not known. Without a key of a model the rules answer.

const Asked = z.object({ question: z.string().min(2), doc: z.string().optional(), quote: z.string().optional() });
type Asked = z.output<typeof Asked>;

const { values: files } = parseArgs({
	options: {
		docs: { type: "string", default: "tests/retrieval/docs.jsonl" },
		questions: { type: "string", default: "tests/retrieval/answers.jsonl" },
		verbose: { type: "boolean", default: false },
	},
});

const { docs, questions } = readAll();
const { embeddings, models } = openProviders(env());
const embedder = embedderOf(embeddings);
const library = await openLibrary(docs, embedder);
const counts = { first: 0, quoted: 0, other: 0, silent: 0, known: 0, madeUp: 0 };
let byModel = 0;
for (const asked of questions) {
	const [values] = embeddings ? await embedder.embed([asked.question]) : [];
	const vector = values ? { model: embedder.model, values } : null;
	const given = await askKnowledge((fn) => inOrg(library.scope, fn), { question: asked.question, vector }, models);
	if (given.source === "model") byModel++;
	const kind = judge(asked, given.quotes);
	counts[kind]++;
	if (files.verbose)
		console.log(`${kind.padEnd(7)} ${asked.question}  ${given.quotes.map(({ quote }) => quote).join(" | ")}`);
}
await library.close();
const held = questions.filter(({ doc }) => doc !== undefined).length;
const share = (count: number, of: number) => `${count} of ${of} (${Math.round((100 * count) / Math.max(1, of))} %)`;
console.log(
	`${docs.length} documents, ${questions.length} questions, ${byModel} answered by a model, the others by rules`,
);
console.log(`right passage quoted first      ${share(counts.first, held)}`);
console.log(`right passage among the quotes  ${share(counts.first + counts.quoted, held)}`);
console.log(`another passage only            ${share(counts.other, held)}`);
console.log(`"not known" though it is there  ${share(counts.silent, held)}`);
console.log(`"not known" where it is not     ${share(counts.known, questions.length - held)}`);
process.exit(0);

function judge({ doc, quote }: Asked, quotes: readonly { passageId: string; quote: string }[]): keyof typeof counts {
	if (doc === undefined) return quotes.length === 0 ? "known" : "madeUp";
	if (quotes.length === 0) return "silent";
	const isRight = (one: { passageId: string; quote: string }) =>
		library.docOf.get(one.passageId) === doc && one.quote.toLowerCase().includes((quote ?? "").toLowerCase());
	if (isRight(quotes[0]!)) return "first";
	return quotes.some(isRight) ? "quoted" : "other";
}

function readAll(): { docs: ReturnType<typeof readDocs>; questions: Asked[] } {
	try {
		const lines = readFileSync(files.questions, "utf8").split("\n");
		const asked = lines.flatMap((line, index) => (line.trim() === "" ? [] : [askedOf(line, index + 1)]));
		return { docs: readDocs(files.docs), questions: asked };
	} catch (error) {
		console.error((error as Error).message);
		process.exit(1);
	}
}

function askedOf(line: string, at: number): Asked {
	try {
		return Asked.parse(JSON.parse(line));
	} catch {
		throw new Error(`${files.questions}, line ${at} is no question ({"question", "doc", "quote"}).`);
	}
}
