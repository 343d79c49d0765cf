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

/**
 * One HTTP request to an address that a tenant gave. Never within a transaction, never to a private network. Rejects with
 * an `Error` whose message is for the person who drew it: no answer, refused address, an answer of more than 1 MB.
 */
export type TenantHttp = (url: string, request: TenantRequest) => Promise<TenantAnswer>;
