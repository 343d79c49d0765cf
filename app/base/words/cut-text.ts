/**
 * The beginning of a text in at most `most` letters, cut between words, with an ellipsis where something was left out.
 * A single word that is too long is cut within; no character is cut in half.
 */
export function cutText(text: string, most: number): string {
	const whole = text.trimEnd();
	if (whole.length <= most) return whole;
	const room = whole.slice(0, most);
	const atWord = /\s/.test(whole.charAt(most)) ? room : (/^(.*\S)\s/s.exec(room)?.[1] ?? room);
	return `${atWord.replace(/[\uD800-\uDBFF]$/, "").replace(/[\s,;:.…–-]+$/, "")}…`;
}
