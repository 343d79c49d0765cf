import { z } from "zod";

/** The JSON Schema of an answer as models are told it, and the words that ask for it. Both are ours. */
export function describeSchema(schema: z.ZodType): { json: Record<string, unknown>; words: string } {
	const json = z.toJSONSchema(schema, { unrepresentable: "any" }) as Record<string, unknown>;
	const words = `Answer with one JSON value that follows this JSON Schema, and with nothing else:\n${JSON.stringify(json)}`;
	return { json, words };
}

export type Checked<T> = { ok: true; value: T } | { ok: false; problem: string };

/** Reads an answer's JSON, also out of a code fence or with words around it, and validates it. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>): Checked<T> {
	let problem = "It is not JSON.";
	for (const candidate of candidatesOf(text)) {
		const json = parse(candidate);
		if (json === undefined) continue;
		const result = schema.safeParse(json);
		if (result.success) return { ok: true, value: result.data };
		problem = result.error.issues
			.slice(0, 10)
			.map((issue) => `${issue.path.join(".") || "The value"}: ${issue.message}`)
			.join("\n");
	}
	return { ok: false, problem };
}

function candidatesOf(text: string): string[] {
	const fenced = /```(?:json)?\s*\n([\s\S]*?)\n```/.exec(text)?.[1];
	const object = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
	const list = text.slice(text.indexOf("["), text.lastIndexOf("]") + 1);
	return [text, fenced, object, list].filter((one): one is string => Boolean(one?.trim()));
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
