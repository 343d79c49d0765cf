import type { z } from "zod";
import { OutboundError, type OutboundInit, outboundFetch } from "../http.ts";
import { ShopError } from "./port.ts";

/** One JSON call to a shop system's API: every failure a `ShopError`, every answer checked by a schema. */

export type ShopConnection = {
	/** With its version path, without a slash at the end. */
	baseUrl: string;
	headers: Record<string, string>;
	allowPrivate: boolean;
	timeoutMs: number;
	maxBytes: number;
};

export type ShopCall<T> = {
	method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Begins with a slash; ids in it are already encoded. */
	path: string;
	query?: Record<string, string | undefined>;
	body?: unknown;
	schema: z.ZodType<T>;
	/** What is asked for, in a member's words: "the order". */
	what: string;
};

/** Throws `ShopError`. A refused call tells the shop's own reason, shortened, when it gives one. */
export async function callShop<T>(connection: ShopConnection, call: ShopCall<T>): Promise<T> {
	const text = await exchange(connection, call);
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (cause) {
		throw new ShopError("bad-answer", `The shop system answered with something that is not JSON (${call.what})`, {
			cause,
		});
	}
	return readRecord(call.schema, json, call.what);
}

/** Checks what a shop told; anything else than the schema's shape is a `bad-answer` that names the first wrong field. */
export function readRecord<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
	const result = schema.safeParse(json);
	if (result.success) return result.data;
	const field = result.error.issues[0]?.path.join(".") || "the answer";
	throw new ShopError("bad-answer", `The shop system's answer about ${what} could not be read (${field})`, {
		cause: result.error,
	});
}

async function exchange(connection: ShopConnection, call: ShopCall<unknown>): Promise<string> {
	const url = new URL(connection.baseUrl + call.path);
	for (const [name, value] of Object.entries(call.query ?? {})) {
		if (value !== undefined) url.searchParams.set(name, value);
	}
	const init: OutboundInit = {
		method: call.method ?? "GET",
		headers: { accept: "application/json", ...connection.headers },
		timeoutMs: connection.timeoutMs,
		maxBytes: connection.maxBytes,
		allowPrivate: connection.allowPrivate,
	};
	if (call.body !== undefined) {
		init.headers = { ...init.headers, "content-type": "application/json" };
		init.body = JSON.stringify(call.body);
	}
	try {
		const response = await outboundFetch(url, init);
		const text = await response.text();
		if (response.ok) return text;
		throw refusal(response, text, call.what);
	} catch (error) {
		throw error instanceof OutboundError ? broken(error) : error;
	}
}

function broken(error: OutboundError): ShopError {
	const more = { cause: error };
	switch (error.kind) {
		case "timeout":
			return new ShopError("timeout", "The shop system did not answer in time", more);
		case "too-large":
			return new ShopError("bad-answer", "The shop system's answer was far too large", more);
		case "refused-address":
			return new ShopError("rejected", `The shop system's address is not allowed: ${error.message}`, more);
		case "network":
			return new ShopError("unavailable", `The shop system could not be reached: ${error.message}`, more);
	}
}

function refusal(response: Response, text: string, what: string): ShopError {
	const { status } = response;
	const reason = reasonIn(text);
	if (status === 401) return new ShopError("unauthorized", "The shop system did not accept the API key");
	if (status === 403) return new ShopError("unauthorized", `The API key may not be used for ${what}`);
	if (status === 404 || status === 410) return new ShopError("not-found", `The shop system does not have ${what}`);
	if (status === 408) return new ShopError("timeout", "The shop system did not answer in time");
	if (status === 429) {
		const retryAfterMs = retryAfter(response.headers.get("retry-after"));
		return new ShopError("rate-limited", "The shop system asks us to wait before the next call", { retryAfterMs });
	}
	if (status >= 500) return new ShopError("unavailable", `The shop system has a fault of its own (status ${status})`);
	if (status < 400)
		return new ShopError("bad-answer", "The shop system's address leads elsewhere, which is not followed");
	return new ShopError("rejected", `The shop system did not accept ${what}${reason ? `: ${reason}` : ""}`);
}

/** The wait in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3); a minute when there is none. */
function retryAfter(header: string | null): number {
	const seconds = Number(header);
	if (header?.trim() && Number.isFinite(seconds)) return Math.min(Math.max(seconds, 0), 86_400) * 1000;
	const until = header ? Date.parse(header) - Date.now() : Number.NaN;
	return Number.isNaN(until) ? 60_000 : Math.min(Math.max(until, 0), 86_400_000);
}

function reasonIn(text: string): string | null {
	try {
		const message = (JSON.parse(text) as { message?: unknown }).message;
		return typeof message === "string" ? message.replace(/\s+/g, " ").trim().slice(0, 200) : null;
	} catch {
		return null;
	}
}
