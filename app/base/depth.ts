/**
 * Whether a JSON value nests more than `most` levels deep. Without recursion, so that what is made to be deep cannot
 * exhaust the stack; what walks a value level by level asks first.
 */
export function isDeeperThan(value: unknown, most: number): boolean {
	let level = [value].filter(isNesting);
	for (let depth = 0; level.length > 0; depth++) {
		if (depth === most) return true;
		const next: object[] = [];
		for (const one of level) for (const part of Object.values(one)) if (isNesting(part)) next.push(part);
		level = next;
	}
	return false;
}

const isNesting = (value: unknown): value is object => typeof value === "object" && value !== null;
