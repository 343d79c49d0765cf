/** Texts become vectors. Throws `EmbeddingError` and nothing else. */
export interface Embeddings {
	/** Names model and size; vectors of different names are never compared. */
	readonly model: string;
	/** One vector for each text, in order, all of one size. Calls out: never within a transaction. */
	embed(texts: readonly string[], signal?: AbortSignal): Promise<number[][]>;
	/** The same server's vectors of another name, for questions to what an earlier model embedded. */
	by?(model: string): Embeddings;
}

/** `message` can be shown to an administrator. `isPermanent`: another try would end alike (key, model, request). */
export class EmbeddingError extends Error {
	override readonly name = "EmbeddingError";
	readonly isPermanent: boolean;
	/** How long the provider asks to be left alone, where it says so. */
	readonly retryAfterMs: number | null;

	constructor(message: string, isPermanent: boolean, more: { cause?: unknown; retryAfterMs?: number | null } = {}) {
		super(message, more.cause === undefined ? undefined : { cause: more.cause });
		this.isPermanent = isPermanent;
		this.retryAfterMs = more.retryAfterMs ?? null;
	}
}
