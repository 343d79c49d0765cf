import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, tooLarge } from "#app/base/errors.ts";
import { asAppError } from "#app/doors/page.ts";
import { house } from "#db/context.ts";
import { RefusedSenders } from "./refused-senders.ts";

/** A signed delivery as it came: the body's bytes, unread and unparsed, and where it came from. */
export type Delivery = {
	params: Record<string, string>;
	url: URL;
	headers: Headers;
	rawBody: Buffer;
	requestId: string;
	ip: string | undefined;
	userAgent: string | undefined;
	now: Date;
};

/** A delivery of which only the address and the headers have come. */
export type Knock = Omit<Delivery, "rawBody">;

/** What a hook answers: JSON, or a body of another type where the sender expects one (TwiML). */
export type HookReply = { status: number; body: unknown; contentType?: string; headers?: Record<string, string> };

/**
 * A signed webhook: its path, the largest body it takes, and what it does with a delivery. One that takes large bodies
 * and knows its sender by a header says so in `admit`, which throws before a byte of a stranger's body is read.
 */
export type Hook = {
	path: string;
	maxBytes: number;
	admit?(knock: Knock): Promise<void>;
	receive(delivery: Delivery): Promise<HookReply>;
	/** Where people come to this address too: what they are shown of a refusal; undefined for a machine, which gets JSON. */
	refusal?(knock: Pick<Knock, "headers">, error: AppError): HookReply | undefined;
};

/** Declares a hook. Hooks stand before Remix: no session, no cookies, the raw body. `:name` in a path is a parameter. */
export function hook(definition: Hook): Hook {
	return definition;
}

/** The parameters of a path that matches a hook's pattern, or undefined. */
export function matchHook(pattern: string, pathname: string): Record<string, string> | undefined {
	const wanted = pattern.split("/");
	const given = pathname.split("/");
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
		if (part.startsWith(":")) params[part.slice(1)] = safeDecode(given[index]!);
		else if (part !== given[index]) return undefined;
	}
	return params;
}

const refused = new RefusedSenders();

/** Reads, hands over and answers one delivery. Every refusal has the one JSON shape of errors. */
export async function answerHook(
	definition: Hook,
	message: IncomingMessage,
	response: ServerResponse,
	known: Omit<Knock, "headers" | "userAgent" | "now">,
): Promise<void> {
	let reply: HookReply;
	const headers = headersOf(message);
	try {
		if (message.method !== "POST") throw new AppError(405, "method-not-allowed", "This address takes POST only.");
		const knock = { ...known, headers, userAgent: headers.get("user-agent") ?? undefined };
		refused.check(known.url.pathname, known.ip);
		const { clock } = house().database;
		await definition.admit?.({ ...knock, now: clock.now() });
		const rawBody = await readBody(message, definition.maxBytes);
		reply = await definition.receive({ ...knock, rawBody, now: clock.now() });
	} catch (error) {
		const said = asAppError(error, known.requestId);
		reply = withRetry(definition.refusal?.({ headers }, said) ?? asReply(said, known.requestId), said);
	}
	if (reply.status === 401) await refused.count(known.url.pathname, known.ip);
	const text = reply.contentType ? String(reply.body) : JSON.stringify(reply.body);
	response.writeHead(reply.status, {
		"Content-Type": reply.contentType ?? "application/json",
		"Content-Length": Buffer.byteLength(text),
		"Cache-Control": "no-store",
		"X-Request-Id": known.requestId,
		...reply.headers,
		// What is left of a refused body is not read; the connection cannot be used again.
		...(message.complete ? {} : { Connection: "close" }),
	});
	response.end(text);
}

/** The one shape of errors: code, message, fields and the request's id. */
export function errorBody(error: AppError, requestId: string) {
	return { error: { code: error.code, message: error.message, fields: error.fields, requestId } };
}

function asReply(error: AppError, requestId: string): HookReply {
	return { status: error.status, body: errorBody(error, requestId) };
}

function withRetry(reply: HookReply, { retryAfterSeconds }: AppError): HookReply {
	if (!retryAfterSeconds) return reply;
	return { ...reply, headers: { ...reply.headers, "Retry-After": String(retryAfterSeconds) } };
}

const headersOf = ({ headers }: IncomingMessage): Headers =>
	new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));

/** The whole body, refused before it is in memory when it is larger than `limit` bytes. */
async function readBody(message: IncomingMessage, limit: number): Promise<Buffer> {
	const tooBig = () =>
		tooLarge(limit < 1_048_576 ? `${Math.floor(limit / 1_024)} kB` : `${Math.floor(limit / 1_048_576)} MB`);
	if (Number(message.headers["content-length"] ?? 0) > limit) throw tooBig();
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of message as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > limit) throw tooBig();
		chunks.push(chunk);
	}
	return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function safeDecode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
