import { isIP } from "node:net";
import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";

/** What the server knows of a request before any door opens: passed to Remix as its load context. */
export type Visit = {
	requestId: string;
	nonce: string;
	ip: string | undefined;
	/** Set by the door that refuses: when to ask again. Remix hands a refusal's headers on with whole pages only. */
	retryAfterSeconds?: number;
};

declare module "@remix-run/server-runtime" {
	interface AppLoadContext extends Visit {}
}

/** What every loader and action is given. Remix copies the request for each of them; the context is the same object. */
export type Args = { request: Request; context?: unknown; params?: Record<string, string | undefined> };

const visits = new WeakMap<Request, Visit>();

/** The request's id, nonce and address. One made by a test, without a context, gets a visit of its own. */
export function visitOf(args: Args): Visit {
	const known = (args.context as Visit | undefined) ?? visits.get(args.request);
	if (known?.requestId) return known;
	const made = { requestId: newId(), nonce: "", ip: undefined };
	visits.set(args.request, made);
	return made;
}

/** Keeps with the visit when to ask again, for an answer whose headers the door does not write itself. */
export function noteRetryAfter(args: Args, seconds: number | undefined): void {
	if (seconds) visitOf(args).retryAfterSeconds = seconds;
}

/**
 * The client's address. `X-Forwarded-For` is believed only behind a proxy of ours (TRUST_PROXY), and then only its
 * last entry, which that proxy wrote; anything before it the client may have made up.
 */
export function clientAddress(socketAddress: string | undefined, forwarded: string | undefined): string | undefined {
	const last = env().TRUST_PROXY ? forwarded?.split(",").at(-1)?.trim() : undefined;
	const address = (last && isIP(last) ? last : socketAddress)?.replace(/^::ffff:(?=\d+\.)/, "");
	return address && isIP(address) ? address : undefined;
}
