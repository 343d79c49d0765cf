/** A tool as a model wants it called. Nothing in it is believed yet. */
export type CallText = { tool: string; input: Record<string, unknown> };

export const MOST_CALLS = 5;

/** A line that asks for tools instead of answering: `TOOLS [{"tool": …, "input": …}]`. */
const WISH = /^[ \t`*]*TOOLS\b[ \t:]*/m;

/** What of a model's words so far may be shown: all before a line that asks for tools, or that may yet become one. */
export function shownOf(written: string): string {
	const wish = WISH.exec(written);
	if (wish) return written.slice(0, wish.index);
	const start = written.lastIndexOf("\n") + 1;
	const begun = written.slice(start).replace(/^[ \t`*]+/, "");
	return "TOOLS".startsWith(begun) ? written.slice(0, start) : written;
}

/**
 * The calls that a model's words ask for, at most `MOST_CALLS`; undefined when they are an answer. What makes no sense
 * is left out, so that a broken wish is an empty list and never shown as an answer.
 */
export function readCalls(text: string): CallText[] | undefined {
	const wish = WISH.exec(text);
	if (!wish) return undefined;
	const rest = text.slice(wish.index + wish[0].length);
	const value = readJson(rest.slice(rest.indexOf("["), rest.lastIndexOf("]") + 1));
	if (!Array.isArray(value)) return [];
	return value.slice(0, MOST_CALLS).flatMap((one: unknown) => {
		if (!isObject(one) || typeof one.tool !== "string") return [];
		const input = typeof one.input === "string" ? readJson(one.input) : (one.input ?? {});
		return isObject(input) ? [{ tool: one.tool, input }] : [];
	});
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
