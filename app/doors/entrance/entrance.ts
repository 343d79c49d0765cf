import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "#app/base/env.ts";
import { AppError, forbidden, tooLarge } from "#app/base/errors.ts";
import { uploadLimit } from "#app/doors/files/upload.ts";
import { FORM_BYTES } from "#app/doors/form-fields.ts";
import { errorBody } from "#app/doors/hooks/hook.ts";
import type { Visit } from "#app/doors/request.ts";
import { passesOriginGate } from "./gate.ts";

// What is settled before a request is given to anybody: whether its address can be read, and whether it is one that a
// browser on another site, or nobody in good faith, could have sent.

/** What a page, an endpoint or a hook can be asked; anything else is refused before it is looked at. */
const METHODS = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);

/** RFC 9110, 4.1, asks for 8,000 at least. */
const LONGEST_ADDRESS = 8_000;

/** Far above what a page of ours asks for: its links' paths, at most some dozens. */
const MANIFEST_QUERY = 4_000;

/**
 * The address asked for, or the refusal. `//host/path` would be a path to us and a host to others, and a backslash or
 * a control character is a slash or nothing to some, so they are refused instead of read twice.
 */
export function readAddress({ method = "GET", url: asked = "/" }: IncomingMessage): URL | AppError {
	if (!METHODS.has(method)) return new AppError(405, "method-not-allowed", "There is no such method here.");
	if (asked.length > LONGEST_ADDRESS) return new AppError(414, "address-too-long", "This address is too long.");
	const isDoubtful = /^\/[/\\]|[\\\p{Cc}\s]/u.test(asked);
	const url = isDoubtful ? null : URL.parse(asked, "http://localhost");
	if (url && /^https?:$/.test(url.protocol) && !url.pathname.startsWith("//") && isDecodable(url.pathname)) return url;
	return new AppError(400, "bad-address", "This address cannot be read.");
}

/** Why a request is not given to Remix, or undefined: it came from another site, or asks for or brings too much. */
export function refuseEntry(message: IncomingMessage, url: URL): AppError | undefined {
	// Remix 2's manifest endpoint expands every path it is asked for (CVE-2026-42342, CVE-2026-55685).
	if (url.pathname === "/__manifest" && url.search.length > MANIFEST_QUERY) {
		return new AppError(400, "too-many-paths", "That asks for too many pages at once.");
	}
	if (!passesOriginGate({ method: message.method ?? "GET", headers: plainHeaders(message) })) {
		return forbidden("This request came from another site and was not carried out.");
	}
	return refuseBody(message, url.pathname);
}

/**
 * Makes a request that passed the gate look like what it is, one of ours. Remix compares the Origin of an action with
 * the Host, or with an X-Forwarded-Host that anybody may send; a proxy that sets its own Host would fail every form.
 */
export function settleOrigin({ method, headers }: IncomingMessage): void {
	if (method === "GET" || method === "HEAD") return;
	const { origin, host } = new URL(env().publicUrl);
	delete headers["x-forwarded-host"];
	headers.host = host;
	if (headers.origin) headers.origin = origin;
}

/**
 * Lets an answer that is given before the whole body has come say that the connection ends with it (RFC 9112, 9.6).
 * What is left of the body is not read, so whatever a client sent next on that connection would be lost.
 */
export function closeAfterUnread(message: IncomingMessage, response: ServerResponse): void {
	const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
	response.writeHead = (...head: unknown[]) => {
		if (!message.complete) response.setHeader("Connection", "close");
		return writeHead(...head);
	};
}

/**
 * Answers OPTIONS for a page, without opening it: what pages take. Endpoints say of their own path what it takes.
 */
export function answerOptions({ method }: IncomingMessage, response: ServerResponse, pathname: string): boolean {
	if (method !== "OPTIONS" || pathname.startsWith("/api/")) return false;
	response.writeHead(204, { Allow: "GET, HEAD, POST, OPTIONS" }).end();
	return true;
}

/** Answers in the one shape of errors. What is left of the body is not read, so the connection ends. */
export function answerRefusal(response: ServerResponse, error: AppError, { requestId }: Visit): void {
	response.writeHead(error.status, { "Content-Type": "application/json", Connection: "close" });
	response.end(JSON.stringify(errorBody(error, requestId)));
}

/** A request's headers as the web's own type; several of one name are joined. */
export function plainHeaders(message: IncomingMessage): Headers {
	const headers = new Headers();
	for (const [name, value] of Object.entries(message.headers))
		if (value !== undefined) headers.set(name, String(value));
	return headers;
}

/** A form post that is too large, or does not say how large it is, is refused before a byte of it is read. */
function refuseBody(message: IncomingMessage, pathname: string): AppError | undefined {
	// Endpoints count what they read themselves, and take chunked bodies.
	if (message.method === "GET" || message.method === "HEAD" || pathname.startsWith("/api/")) return undefined;
	if (message.headers["transfer-encoding"]) {
		return new AppError(411, "length-required", "Send this form with a Content-Length.");
	}
	const bytes = Number(message.headers["content-length"] ?? 0);
	const upload = uploadLimit(pathname);
	if (upload !== undefined) return bytes > upload ? tooLarge("250 MB file") : undefined;
	return bytes > FORM_BYTES ? tooLarge("2 MB form") : undefined;
}

function isDecodable(pathname: string): boolean {
	try {
		return !decodeURIComponent(pathname).includes("\0");
	} catch {
		return false;
	}
}
