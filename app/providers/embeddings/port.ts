/** Texts become vectors. Throws `EmbeddingError` and nothing else. */
export interface Embeddings {
	/** Names model and size; vectors of different names are never compared. */
	readonly model: string;
	/** One vector for each text, in order, all of one size. Calls out: never within a transaction. */
	embed(texts: readonly string[], signal?: AbortSignal): Promise<number[][]>;
}

/** `message` can be shown to an administrator. `isPermanent`: another try would end alike (key, model, request). */
export class EmbeddingError extends Error {
	override readonly name = "EmbeddingError";
	readonly isPermanent: boolean;

	constructor(message: string, isPermanent: boolean, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.isPermanent = isPermanent;
	}
}
