/**
 * Whether a word was meant for another: at most one letter left out, added, changed or swapped with its neighbour, two
 * in a word of eight letters or more. Short words are too like each other to tell.
 */
export function isSlip(typed: string, word: string): boolean {
	if (typed.length < 3) return false;
	const most = typed.length >= 8 ? 2 : 1;
	return Math.abs(typed.length - word.length) <= most && distance(typed, word) <= most;
}

/** Optimal string alignment: steps of one letter, and swaps of neighbours. */
function distance(one: string, other: string): number {
	let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
	for (let i = 1; i <= one.length; i++) {
		const row = [i];
		for (let j = 1; j <= other.length; j++) {
			const changed = last[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
			row[j] = Math.min(changed, last[j]! + 1, row[j - 1]! + 1);
			if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
				row[j] = Math.min(row[j]!, before[j - 2]! + 1);
		}
		[before, last] = [last, row];
	}
	return last[other.length]!;
}
