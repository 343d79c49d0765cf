import type { z } from "zod";

/** What is wrong with a setting in plain words, where its schema has none of its own: `schema.safeParse(it, { error: plainWords })`. */
export const plainWords: z.core.$ZodErrorMap = (issue) => {
	switch (issue.code) {
		case "invalid_type":
			return TYPES[issue.expected] ?? "this cannot be used";
		case "invalid_value":
			return "choose one of the list";
		case "too_small":
			return bound(issue.origin, issue.minimum, "at least");
		case "too_big":
			return bound(issue.origin, issue.maximum, "at most");
		case "unrecognized_keys":
			return `this kind of step has no setting “${issue.keys.join("”, “")}”`;
		default:
			return "this cannot be used";
	}
};

const TYPES: Readonly<Record<string, string>> = {
	string: "write something here",
	number: "write a number",
	int: "write a whole number",
	array: "add at least one row",
	boolean: "say yes or no",
};

function bound(origin: string, limit: number | bigint, words: string): string {
	const many = limit.toLocaleString("en");
	if (origin === "string") return limit === 1 ? "write something here" : `${many} characters ${words}`;
	return origin === "array" ? `${many} ${limit === 1 ? "row" : "rows"} ${words}` : `${many} ${words}`;
}
