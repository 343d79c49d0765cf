import { sentencesOf } from "./passages.ts";
import { stemsOf, wordsOf } from "./stems.ts";

/** A passage as answers read it. */
export type Source = {
	id: string;
	documentId: string;
	title: string;
	page: number | null;
	position: number;
	heading: string;
	body: string;
};
/** What an answer quotes, word by word, and where it stands. */
export type Quote = {
	passageId: string;
	documentId: string;
	title: string;
	page: number | null;
	position: number;
	quote: string;
};

/** So much of a question's words must stand in one passage for it to count as an answer. */
const COVERED = 0.6;
const MOST_QUOTES = 3;

/**
 * An answer without a model: the sentences of the found passages that hold the most words of the question. None when
 * no passage holds most of them: then the knowledge does not hold the answer.
 */
export function answerByRules(question: string, sources: readonly Source[]): Quote[] {
	const wanted = new Set(stemsOf(question));
	if (wanted.size === 0) return [];
	const quotes: (Quote & { share: number })[] = [];
	for (const source of sources.slice(0, 6)) {
		const all = new Set(stemsOf(`${source.title} ${source.heading} ${source.body}`));
		const share = [...wanted].filter((stem) => all.has(stem)).length / wanted.size;
		if (share < COVERED) continue;
		const quote = bestSentences(wanted, source);
		if (quote) quotes.push({ ...placeOf(source), quote, share });
	}
	const best = Math.max(0, ...quotes.map(({ share }) => share));
	return quotes
		.filter(({ share }) => share >= best - 0.2)
		.slice(0, MOST_QUOTES)
		.map(({ share: _, ...quote }) => quote);
}

/** The sentence with the most words of the question, and the one after it while both are short. */
function bestSentences(wanted: ReadonlySet<string>, { title, heading, body }: Source): string | undefined {
	const sentences = sentencesOf(body);
	const heads = headsOf(sentences, [title, heading]);
	let best = -1;
	// Beside a table's head a row has to hold something of the question itself: the head alone answers nothing.
	let most = heads.size > 0 ? 0.999 : -1;
	for (const [index, sentence] of sentences.entries()) {
		if (heads.has(index)) continue;
		const own = new Set(stemsOf(sentence));
		const score = [...wanted].filter((stem) => own.has(stem)).length + Math.min(1, own.size / 40);
		if (score > most) [most, best] = [score, index];
	}
	const [first, next] = [sentences[best], sentences[best + 1]];
	if (first === undefined) return undefined;
	return next && !heads.has(best + 1) && first.length + next.length < 260 && body.includes(`${first} ${next}`)
		? `${first} ${next}`
		: first;
}

/** Which lines are no sentences: heads of tables with the rule below them, and headings said again. */
function headsOf(sentences: readonly string[], names: readonly string[]): ReadonlySet<number> {
	const isRule = (line = "") => /^\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$/.test(line);
	const cells = (line = "") => line.split("|").filter((cell) => cell.trim() !== "").length;
	// Without a rule below it: the first of several rows of three cells or more. Pairs, such as "Phone | 555", are no table.
	const isFirst = (index: number) =>
		cells(sentences[index]) > 2 && cells(sentences[index - 1]) < 3 && cells(sentences[index + 1]) > 2;
	const plain = (line: string) => wordsOf(line).join(" ");
	const said = new Set(names.map(plain));
	return new Set(
		sentences.flatMap((line, index) => {
			const isHead = isRule(line) || isRule(sentences[index + 1]) || isFirst(index);
			return isHead || said.has(plain(line)) ? [index] : [];
		}),
	);
}

type Claimed = { passage: number; quote: string };

/** Quotes of a model's answer that stand in their passages, in the passages' own letters, and those it made up. */
export function checkQuotes(
	given: readonly Claimed[],
	sources: readonly Source[],
): { quotes: Quote[]; invented: Claimed[] } {
	const quotes: Quote[] = [];
	const invented: Claimed[] = [];
	for (const claimed of given) {
		const source = sources[claimed.passage - 1];
		const quote = source && findQuote(source.body, claimed.quote);
		if (quote) quotes.push({ ...placeOf(source), quote });
		else invented.push(claimed);
	}
	return { quotes, invented };
}

/** Models set other quotation marks, dashes and spaces than they read; another word is another quote. */
function findQuote(body: string, quote: string): string | undefined {
	const words = quote.trim().split(/\s+/);
	if (words.join("").length < 3) return undefined;
	const pattern = words.map((word) =>
		word
			.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
			.replace(/['‘’]/g, "['‘’]")
			.replace(/["“”„]/g, '["“”„]')
			.replace(/[-‐‑–—]/g, "[-‐‑–—]"),
	);
	return new RegExp(pattern.join("\\s+"), "iu").exec(body)?.[0];
}

function placeOf({ id, documentId, title, page, position }: Source): Omit<Quote, "quote"> {
	return { passageId: id, documentId, title, page, position };
}
