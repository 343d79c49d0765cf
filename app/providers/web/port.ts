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
