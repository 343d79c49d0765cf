import { stemsOf } from "./stems.ts";

/** What a passage's vector says it was made by, when no model made it. */
export const LEXICAL_MODEL = "lexical-384-1";
export const LEXICAL_DIMENSIONS = 384;

/**
 * A vector of a text by its words alone: stems, pairs of them and parts of them, hashed into 384 places, of length 1.
 * It stands in where no embedding model is configured: it finds other forms and spellings of the same words, but knows
 * nothing of meaning. The same text gives the same vector everywhere. A text without words gives zeros but for one place.
 */
export function embedLexically(text: string): number[] {
	const vector = new Array<number>(LEXICAL_DIMENSIONS).fill(0);
	const counts = new Map<string, number>();
	const stems = stemsOf(text.slice(0, 20_000));
	for (const [index, stem] of stems.entries()) {
		counts.set(stem, (counts.get(stem) ?? 0) + 1);
		const next = stems[index + 1];
		if (next) counts.set(`${stem} ${next}`, (counts.get(`${stem} ${next}`) ?? 0) + 0.3);
	}
	for (const [feature, count] of counts) {
		const weight = count < 1 ? count : 1 + Math.log(count);
		add(vector, feature, weight);
		if (feature.includes(" ")) continue;
		const parts = partsOf(feature);
		for (const part of parts) add(vector, `#${part}`, (0.6 * weight) / Math.sqrt(parts.length));
	}
	const norm = Math.hypot(...vector);
	if (norm === 0) vector[0] = 1;
	return norm === 0 ? vector : vector.map((value) => value / norm);
}

/** Runs of three and four letters, with the word's ends marked. */
function partsOf(word: string): string[] {
	const marked = `_${word}_`;
	const parts: string[] = [];
	for (const size of [3, 4]) {
		for (let from = 0; from + size <= marked.length; from++) parts.push(marked.slice(from, from + size));
	}
	return parts;
}

function add(vector: number[], feature: string, weight: number): void {
	const hash = hashOf(feature);
	const place = (hash >>> 1) % LEXICAL_DIMENSIONS;
	vector[place] = vector[place]! + (hash & 1 ? weight : -weight);
}

/** FNV-1a over UTF-16 units, 32 bits, mixed at the end as its low bits are weak. */
function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	return (hash ^ (hash >>> 13)) >>> 0;
}
