import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import { assertOutsideTransaction } from "#app/base/transaction-guard.ts";
import { isPublicAddress, literalAddress, type Resolve, resolveByDns } from "./outbound-address.ts";

/** The one door for HTTP to other people's servers. */

export type OutboundInit = {
	method?: string;
	headers?: Record<string, string>;
	body?: string | Uint8Array;
	/** From the call to the last byte of the answer, name resolution included. */
	timeoutMs: number;
	/** Of the answer's body. */
	maxBytes: number;
	/** Lets private addresses through. For base URLs the operator set (stand-ins, own servers), never a tenant's. */
	allowPrivate?: boolean;
	/** Stops the call; it then rejects with the signal's reason, as `fetch` does. */
	signal?: AbortSignal;
	/** How names are resolved; DNS unless told. */
	resolve?: Resolve;
};

export type OutboundErrorKind = "timeout" | "refused-address" | "network" | "too-large";

/** Why a call went wrong before or while its answer was read. An answer of any status is no error here. */
export class OutboundError extends Error {
	override readonly name = "OutboundError";
	readonly kind: OutboundErrorKind;

	constructor(kind: OutboundErrorKind, message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.kind = kind;
	}
}

/**
 * Sends one HTTP request and gives the answer as a web `Response`, whose body streams and rejects with an
 * `OutboundError` when it grows over `maxBytes` or the time is up. Redirects come back as they are (status 3xx) and
 * are never followed: they lead into private networks, and 307 repeats the POST.
 *
 * The name is resolved once; each of its addresses must be public (or `allowPrivate`), and the connection goes to
 * those addresses and no others, so that a second DNS answer cannot lead elsewhere. Each call has a connection of
 * its own: a socket opened under one rule never serves another. Refused while a database transaction is open.
 */
export async function outboundFetch(url: string | URL, init: OutboundInit): Promise<Response> {
	assertOutsideTransaction("a call to another server");
	init.signal?.throwIfAborted();
	const stop = new AbortController();
	const late = new OutboundError("timeout", `No answer within ${Math.round(init.timeoutMs / 100) / 10} seconds`);
	const timer = setTimeout(() => stop.abort(late), init.timeoutMs);
	const relay = () => stop.abort(init.signal?.reason);
	init.signal?.addEventListener("abort", relay, { once: true });
	const release = () => {
		clearTimeout(timer);
		init.signal?.removeEventListener("abort", relay);
	};
	try {
		const target = await checked(url, init, stop.signal);
		const message = await exchange(target, init, stop.signal);
		return answer(message, target.url, init.maxBytes, stop.signal, release);
	} catch (error) {
		release();
		throw error;
	}
}

/**
 * Whether `outboundFetch` would call this URL now: for refusing a tenant's address when it is saved. Throws an
 * `OutboundError` ("refused-address", or "network" for a name that does not resolve); what resolves well today is
 * checked again at each call.
 */
export async function checkOutboundUrl(
	url: string | URL,
	options: Pick<OutboundInit, "allowPrivate" | "resolve"> & { timeoutMs?: number } = {},
): Promise<void> {
	assertOutsideTransaction("a name lookup");
	const timeoutMs = options.timeoutMs ?? 5_000;
	const stop = new AbortController();
	const timer = setTimeout(
		() => stop.abort(new OutboundError("timeout", "The name did not resolve in time")),
		timeoutMs,
	);
	try {
		await checked(url, options, stop.signal);
	} finally {
		clearTimeout(timer);
	}
}

type Target = { url: URL; addresses: string[] };

async function checked(
	text: string | URL,
	rule: Pick<OutboundInit, "allowPrivate" | "resolve">,
	signal: AbortSignal,
): Promise<Target> {
	const url = URL.parse(text);
	if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
		throw new OutboundError("refused-address", "The address must begin with https:// or http://");
	}
	if (url.username || url.password) {
		throw new OutboundError("refused-address", "The address must not hold a user name or password");
	}
	// Answered here, since not every resolver knows that these names are the machine itself (RFC 6761, section 6.3).
	if (!rule.allowPrivate && /(^|\.)localhost\.?$/.test(url.hostname)) throw notPublic(url);
	const literal = literalAddress(url.hostname);
	const addresses = literal ? [literal] : await resolved(url.hostname, rule.resolve ?? resolveByDns, signal);
	if (!rule.allowPrivate && !addresses.every(isPublicAddress)) throw notPublic(url);
	return { url, addresses };
}

function notPublic(url: URL): OutboundError {
	return new OutboundError("refused-address", `${url.hostname} is not an address on the public internet`);
}

async function resolved(hostname: string, resolve: Resolve, signal: AbortSignal): Promise<string[]> {
	const stopped = new Promise<never>((_, reject) => {
		signal.addEventListener("abort", () => reject(signal.reason), { once: true });
	});
	const addresses = await Promise.race([resolve(hostname), stopped]).catch((cause) => {
		signal.throwIfAborted();
		throw new OutboundError("network", `The name ${hostname} does not resolve`, cause);
	});
	if (addresses.length === 0) throw new OutboundError("network", `The name ${hostname} does not resolve`);
	return addresses;
}

function exchange({ url, addresses }: Target, init: OutboundInit, signal: AbortSignal): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const send = url.protocol === "https:" ? httpsRequest : httpRequest;
		const headers: Record<string, string | number> = { "accept-encoding": "identity", ...init.headers };
		if (init.body !== undefined) headers["content-length"] = Buffer.byteLength(init.body);
		const outgoing: ClientRequest = send(url, {
			method: init.method ?? "GET",
			headers,
			lookup: pinnedTo(addresses),
			agent: false,
			signal,
		});
		outgoing.on("error", (cause) => reject(signal.aborted ? signal.reason : unreachable(url, cause)));
		outgoing.on("response", resolve);
		outgoing.end(init.body);
	});
}

/** Answers every lookup of a connection with the addresses that were checked. */
function pinnedTo(addresses: string[]): LookupFunction {
	const entries = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
	return (_hostname, options, callback) => {
		if (options.all) callback(null, entries);
		else callback(null, entries[0]!.address, entries[0]!.family);
	};
}

function answer(
	message: IncomingMessage,
	url: URL,
	maxBytes: number,
	signal: AbortSignal,
	release: () => void,
): Response {
	const status = message.statusCode ?? 0;
	const headers = new Headers();
	for (let at = 0; at < message.rawHeaders.length; at += 2) {
		headers.append(message.rawHeaders[at]!, message.rawHeaders[at + 1]!);
	}
	if (Number(message.headers["content-length"] ?? 0) > maxBytes) {
		message.destroy();
		throw tooLarge(maxBytes);
	}
	if (status < 200 || status > 599) {
		message.destroy();
		throw new OutboundError("network", `${url.host} answered with the status ${status}`);
	}
	if (status === 204 || status === 205 || status === 304) {
		message.destroy();
		release();
		return new Response(null, { status, headers });
	}
	return new Response(bounded(message, url, maxBytes, signal, release), { status, headers });
}

/** The body as a stream that reads on demand, counts, and ends the connection whichever way it ends itself. */
function bounded(
	message: IncomingMessage,
	url: URL,
	maxBytes: number,
	signal: AbortSignal,
	release: () => void,
): ReadableStream<Uint8Array> {
	const chunks = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
	let taken = 0;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const next = await chunks.next().catch((cause) => {
					release();
					throw signal.aborted ? signal.reason : unreachable(url, cause);
				});
				if (next.done) {
					release();
					return controller.close();
				}
				taken += next.value.byteLength;
				if (taken <= maxBytes) return controller.enqueue(next.value);
				release();
				message.destroy();
				throw tooLarge(maxBytes);
			},
			cancel() {
				release();
				message.destroy();
			},
		},
		{ highWaterMark: 0 },
	);
}

function tooLarge(maxBytes: number): OutboundError {
	return new OutboundError("too-large", `The answer is larger than ${maxBytes.toLocaleString("en")} bytes`);
}

function unreachable(url: URL, cause: unknown): OutboundError {
	const code = (cause as NodeJS.ErrnoException).code ?? "";
	return new OutboundError("network", `${url.host} ${REASONS[code] ?? "could not be reached"}`, cause);
}

const REASONS: Record<string, string> = {
	ECONNREFUSED: "refused the connection",
	ECONNRESET: "broke the connection off",
	EHOSTUNREACH: "cannot be reached from here",
	ENETUNREACH: "cannot be reached from here",
	CERT_HAS_EXPIRED: "has a certificate that expired",
	DEPTH_ZERO_SELF_SIGNED_CERT: "has a certificate nobody vouches for",
	ERR_TLS_CERT_ALTNAME_INVALID: "has a certificate for another name",
	HPE_INVALID_CONSTANT: "does not speak HTTP",
};
