import { ExpressionError } from "./expression-error.ts";

/** An answer holds the same long list many times over by reference; copied, or as JSON, it would fill the memory. */
const MOST_VALUES = 200_000;
const MOST_CHARACTERS = 4_000_000;
const DEEPEST = 200;

/**
 * An answer as JSON has it: CEL's whole numbers and instants become numbers and texts. Throws `ExpressionError` for one that
 * is larger than any step may keep.
 */
export function plain(value: unknown): unknown {
	return copy(value, { values: MOST_VALUES, characters: MOST_CHARACTERS }, 0);
}

type Left = { values: number; characters: number };

function copy(value: unknown, left: Left, depth: number): unknown {
	left.values--;
	if (typeof value === "string") left.characters -= value.length;
	if (left.values < 0 || left.characters < 0 || depth > DEEPEST) {
		throw new ExpressionError("An expression's answer is too large. Take fewer items, or less of each.");
	}
	if (typeof value === "bigint") return Number(value);
	if (value instanceof Date) return value.toISOString();
	if (Array.isArray(value)) return value.map((one) => copy(one, left, depth + 1));
	if (value instanceof Map) return copied([...value], left, depth);
	if (value !== null && typeof value === "object") {
		const prototype = Object.getPrototypeOf(value);
		if (prototype !== null && prototype !== Object.prototype) return String(value);
		return copied(Object.entries(value), left, depth);
	}
	return value;
}

function copied(entries: [unknown, unknown][], left: Left, depth: number): Record<string, unknown> {
	return Object.fromEntries(
		entries.map(([key, one]) => {
			left.characters -= String(key).length;
			return [String(key), copy(one, left, depth + 1)];
		}),
	);
}
