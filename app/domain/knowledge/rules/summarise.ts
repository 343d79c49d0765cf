import { sentencesOf } from "./passages.ts";
import { stemsOf } from "./stems.ts";

/**
 * A summary without a model: the three sentences that share the most with the whole text, in their order, 400
 * characters at most. Early sentences count a little more, as texts say first what they are about.
 */
export function summariseByRules(text: string): string {
	const sentences = sentencesOf(text.slice(0, 40_000))
		.filter((sentence) => sentence.length > 20 && sentence.length < 400)
		.slice(0, 200);
	if (sentences.length === 0) return shorten(text.replace(/\s+/g, " ").trim());
	const counts = new Map<string, number>();
	const stems = sentences.map((sentence) => new Set(stemsOf(sentence)));
	for (const own of stems) for (const stem of own) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	const scored = sentences.map((sentence, index) => {
		let score = 0;
		for (const stem of stems[index]!) score += Math.log(counts.get(stem)!);
		return { sentence, index, score: score / Math.sqrt(stems[index]!.size + 4) + 1 / (index + 1) };
	});
	const chosen: typeof scored = [];
	let length = 0;
	for (const one of [...scored].sort((a, b) => b.score - a.score)) {
		if (chosen.length === 3 || length + one.sentence.length > 400) continue;
		chosen.push(one);
		length += one.sentence.length + 1;
	}
	const summary = chosen
		.sort((a, b) => a.index - b.index)
		.map(({ sentence }) => sentence)
		.join(" ");
	return summary || shorten(sentences[0]!);
}

const shorten = (text: string) => (text.length <= 300 ? text : `${text.slice(0, 297).replace(/\s+\S*$/, "")} …`);
