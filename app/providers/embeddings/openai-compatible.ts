import { z } from "zod";
import { outboundFetch } from "../http.ts";
import { EmbeddingError, type Embeddings } from "./port.ts";

export type EmbeddingConfig = {
	/** With its version, such as http://127.0.0.1:11434/v1. Set by the operator, so it may be private. */
	baseUrl: string;
	model: string;
	apiKey?: string;
	/** Asks for vectors of this size, where the model offers several. */
	dimensions?: number;
	timeoutMs?: number;
};

const Reply = z.object({ data: z.array(z.object({ index: z.number(), embedding: z.array(z.number()).min(8) })) });

/** Texts in one call. */
const AT_ONCE = 64;

/**
 * OpenAI's embeddings and every server that speaks them, Ollama among them:
 * https://platform.openai.com/docs/api-reference/embeddings
 */
export function openEmbeddings(config: EmbeddingConfig): Embeddings {
	return {
		model: config.dimensions ? `${config.model}@${config.dimensions}` : config.model,
		async embed(texts, signal) {
			const vectors: number[][] = [];
			for (let from = 0; from < texts.length; from += AT_ONCE) {
				vectors.push(...(await embedSome(config, texts.slice(from, from + AT_ONCE), signal)));
			}
			return vectors;
		},
	};
}

async function embedSome(config: EmbeddingConfig, input: string[], signal?: AbortSignal): Promise<number[][]> {
	const { apiKey, model, dimensions } = config;
	let response: Response;
	let body: unknown;
	try {
		response = await outboundFetch(`${config.baseUrl.replace(/\/+$/, "")}/embeddings`, {
			method: "POST",
			headers: { "content-type": "application/json", ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) },
			body: JSON.stringify({ model, input, encoding_format: "float", ...(dimensions ? { dimensions } : {}) }),
			timeoutMs: config.timeoutMs ?? 30_000,
			maxBytes: 16 * 1024 * 1024,
			allowPrivate: true,
			...(signal ? { signal } : {}),
		});
		body = await response.json().catch(() => undefined);
	} catch (cause) {
		throw new EmbeddingError("The embedding provider could not be reached.", false, cause);
	}
	if (!response.ok) {
		const isPermanent = response.status >= 400 && response.status < 500 && response.status !== 429;
		throw new EmbeddingError(`The embedding provider answered with status ${response.status}.`, isPermanent);
	}
	const { data } = Reply.safeParse(body);
	if (!data || data.data.length !== input.length) {
		throw new EmbeddingError("The embedding provider's answer has another shape than was agreed.", false);
	}
	const vectors = [...data.data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
	// An index takes 4,000 dimensions of half precision (pgvector 0.8).
	if (vectors.some(({ length }) => length !== vectors[0]!.length || length > 4_000)) {
		throw new EmbeddingError("The embedding provider's vectors differ in size or have more than 4,000 places.", true);
	}
	return vectors;
}
