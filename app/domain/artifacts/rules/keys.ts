import { z } from "zod";

/** What names a line of an artifact from version to version. */
export const LineKey = z.string().regex(/^[\w-]{1,80}$/, "A line's key is letters, digits and lines, 80 at most.");

/** The lines each by its own key: one that repeats or has none gets a free one, `line-3`, which no other line has had. */
export function withKeys<T extends { key?: string | undefined }>(
	lines: readonly T[],
	taken: readonly string[] = [],
): (T & { key: string })[] {
	const used = new Set<string>();
	const free = new Set([...taken, ...lines.flatMap(({ key }) => (key ? [key] : []))]);
	return lines.map((line) => {
		let key = line.key;
		if (!key || used.has(key)) {
			let number = lines.length;
			while (free.has(`line-${number}`)) number += 1;
			key = `line-${number}`;
		}
		used.add(key);
		free.add(key);
		return { ...line, key };
	});
}
