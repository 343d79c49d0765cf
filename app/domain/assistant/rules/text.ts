/** A customer's line as the rules read it: lower case, without accents, plain quotes, single spaces. */
export function plainText(text: string): string {
	return text
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.replace(/[‘’ʼ`]/g, "'")
		.toLowerCase()
		.replace(/\s+/g, " ")
		.trim();
}

/** The words of a plain text, letters and digits only. "f-150" gives "f" and "150". */
export function wordsOf(text: string): string[] {
	return (
		plainText(text)
			.replaceAll("'", "")
			.match(/[\p{L}\p{N}]+/gu) ?? []
	);
}

/**
 * A word without its commonest English endings, so that "tints", "tinted" and "tinting" are one. Rough on purpose:
 * both sides of every comparison are cut alike.
 */
export function stemOf(word: string): string {
	if (word.length <= 3 || /\d/.test(word)) return word;
	const cut = word
		.replace(/(?:ations?|ings?|ion)$/, "")
		.replace(/ies$/, "y")
		.replace(/(?:ed|es|s)$/, "")
		.replace(/(.)\1$/, "$1")
		.replace(/e$/, "");
	return cut.length >= 3 ? cut : word;
}

/** Whether two stems mean the same word: equal, or one slip apart in a word long enough to bear it. */
export function isSameWord(a: string, b: string): boolean {
	if (a === b) return true;
	const shortest = Math.min(a.length, b.length);
	if (shortest < 4 || Math.abs(a.length - b.length) > 1 || a[0] !== b[0]) return false;
	return isOneSlip(a, b);
}

/** One letter wrong, missing, added, or two neighbours swapped (an edit distance of one, after Damerau). */
function isOneSlip(a: string, b: string): boolean {
	let start = 0;
	while (start < a.length && a[start] === b[start]) start++;
	let end = 0;
	while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
	const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
	if (left.length <= 1 && right.length <= 1) return true;
	return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
