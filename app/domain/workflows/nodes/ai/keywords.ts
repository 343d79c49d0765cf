/** A label with the words that speak for it, separated by commas. */
export type Label = { name: string; value: string };

/**
 * The label that most of its words speak for: whole words, whatever their capitals and accents. Of equals the first; null
 * where none of any is found.
 */
export function labelByKeywords(text: string, labels: readonly Label[]): { name: string; found: string[] } | null {
	const words = ` ${plain(text)} `;
	let best: { name: string; found: string[] } | null = null;
	for (const { name, value } of labels) {
		const found = [...new Set([name.replaceAll("_", " "), ...value.split(",")].map((word) => word.trim()))].filter(
			(word) => plain(word) !== "" && words.includes(` ${plain(word)} `),
		);
		if (found.length > (best?.found.length ?? 0)) best = { name, found };
	}
	return best;
}

/** Words in small letters without accents, one space between each. */
function plain(text: string): string {
	return text
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, " ")
		.trim();
}
