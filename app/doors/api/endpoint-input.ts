import type { z } from "zod";
import { isDeeperThan } from "#app/base/depth.ts";
import { AppError, invalid, notFound, tooLarge } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Endpoint } from "./endpoint-definition.ts";

/** The largest JSON body taken. */
const JSON_BYTES = 1024 * 1024;

/** What is nested deeper takes whoever walks it, the database first, to the end of its stack. */
const DEEPEST = 100;

/** What an endpoint is given: its path's parameters with the query (GET, DELETE) or the JSON body. Path comes first. */
export async function readInput(
	{ method, path }: Pick<Endpoint, "method" | "path">,
	params: Record<string, string>,
	request: Request,
): Promise<Record<string, unknown>> {
	for (const [name, value] of Object.entries(params)) if (!isId(value)) throw notFound(nounOf(path, name));
	if (method === "GET" || method === "DELETE") {
		return { ...Object.fromEntries(new URL(request.url).searchParams), ...params };
	}
	return { ...(await readBody(request)), ...params };
}

/** Every fault of an input as one 422: the fields' messages by their path, `body` for the whole. */
export function inputError(error: z.ZodError): AppError {
	// Without a prototype: a field may be called toString or __proto__.
	const fields: Record<string, string[]> = Object.create(null);
	for (const issue of error.issues) {
		const names =
			issue.code === "unrecognized_keys"
				? issue.keys.map((key) => ({ name: [...issue.path, key].join("."), message: "There is no such field" }))
				: [{ name: issue.path.join(".") || "body", message: issue.message }];
		for (const { name, message } of names) fields[name] = [...(fields[name] ?? []), message];
	}
	return invalid("Some fields cannot be accepted.", fields);
}

/** `{id}` of `/api/leads/{id}` is a lead's, `{leadId}` too. */
function nounOf(path: string, parameter: string): string {
	if (parameter !== "id") return parameter.replace(/Id$/, "");
	const segments = path.split("/");
	return segments[segments.indexOf("{id}") - 1]!.replace(/s$/, "");
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
	if (Number(request.headers.get("content-length") ?? 0) > JSON_BYTES) throw tooLarge("1 MB");
	const text = await readText(request);
	if (text === "") return {};
	if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
		throw new AppError(415, "wrong-type", "Send JSON, with Content-Type: application/json.");
	}
	try {
		const value: unknown = JSON.parse(text);
		if (isDeeperThan(value, DEEPEST)) throw invalid(`The body nests more than ${DEEPEST} levels deep.`);
		if (value && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch (error) {
		if (error instanceof AppError) throw error;
		// Answered below, like any other body that is no object.
	}
	throw new AppError(400, "bad-json", "The body is not a JSON object.");
}

/** The body's text. Its size is counted as it comes, because a chunked body does not say it beforehand. */
async function readText(request: Request): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let size = 0;
	for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
		size += chunk.length;
		if (size > JSON_BYTES) throw tooLarge("1 MB");
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}
