/** What an earlier answer was called by its server, so that it is sent again only when it has changed. */
export type Known = { etag: string | null; lastModified: string | null };

export type FetchedPage =
	| { outcome: "unchanged" }
	/** `url` is where the last redirect led. `mediaType` is without parameters, in small letters. */
	| { outcome: "fetched"; url: string; mediaType: string; bytes: Buffer; known: Known }
	/** In words for the person who gave the address. */
	| { outcome: "refused"; reason: string };

/** Fetches pages at addresses that a tenant gave. Never within a transaction, and never from a private network. */
export interface WebPages {
	fetch(url: string, known: Known, signal?: AbortSignal): Promise<FetchedPage>;
}

export type TenantRequest = {
	method: string;
	headers: Record<string, string>;
	body?: string;
	timeoutMs: number;
	signal?: AbortSignal;
};

/** `body` as text. */
export type TenantAnswer = { status: number; headers: Record<string, string>; body: string };

/** Why there is no answer, in words for the person who drew the request. `isFinal`: another try would end the same way. */
export class TenantHttpError extends Error {
	override readonly name = "TenantHttpError";
	readonly isFinal: boolean;

	constructor(message: string, isFinal: boolean, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.isFinal = isFinal;
	}
}

/**
 * One HTTP request to an address that a tenant gave. Never within a transaction, never to a private network. Rejects with
 * a `TenantHttpError` (no answer, refused address, an answer of more than 1 MB) or with the signal's reason.
 */
export type TenantHttp = (url: string, request: TenantRequest) => Promise<TenantAnswer>;
