import { z } from "zod";
import { OutboundError, outboundFetch } from "../http.ts";
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
const Refusal = z.object({ error: z.object({ code: z.string().nullish() }) });

/** Texts in one call. */
const AT_ONCE = 64;
/** An index takes 4,000 dimensions of half precision (pgvector 0.8). */
const MOST_PLACES = 4_000;
const HOUR_MS = 3_600_000;

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
		by(name) {
			const [, model, size] = /^(.*?)(?:@(\d+))?$/.exec(name)!;
			const { dimensions: _, ...rest } = config;
			return openEmbeddings({ ...rest, model: model!, ...(size ? { dimensions: Number(size) } : {}) });
		},
	};
}

async function embedSome(config: EmbeddingConfig, input: string[], signal?: AbortSignal): Promise<number[][]> {
	const { apiKey, model, dimensions } = config;
	let response: Response;
	let text: string;
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
		text = await response.text();
	} catch (cause) {
		const isLate = cause instanceof OutboundError && cause.kind === "timeout";
		const what = isLate ? "did not answer in time" : "could not be reached";
		throw new EmbeddingError(`The embedding provider ${what}.`, false, { cause });
	}
	const body = parsed(text);
	if (!response.ok) throw refused(response, body);
	return checked(body, input.length, dimensions);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/**
 * 429 says to slow down, or that nothing is paid for any more, which waiting does not mend:
 * https://platform.openai.com/docs/guides/error-codes
 */
function refused(response: Response, body: unknown): EmbeddingError {
	const { status } = response;
	if (Refusal.safeParse(body).data?.error.code === "insufficient_quota") {
		return new EmbeddingError("The embedding provider says that its quota is used up.", true);
	}
	const isPermanent = status >= 300 && status < 500 && status !== 408 && status !== 429;
	const retryAfterMs = waitOf(response.headers.get("retry-after"));
	return new EmbeddingError(`The embedding provider answered with status ${status}.`, isPermanent, { retryAfterMs });
}

/** Seconds or a date (RFC 9110, 10.2.3) in milliseconds, an hour at most; null without either. */
function waitOf(header: string | null): number | null {
	if (header === null) return null;
	const ms = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
	return Number.isFinite(ms) ? Math.min(HOUR_MS, Math.max(0, ms)) : null;
}

/** One vector for each text, in their order, of one size, none of which is nothing: that has no direction. */
function checked(body: unknown, texts: number, dimensions: number | undefined): number[][] {
	const { data } = Reply.safeParse(body);
	const rows = [...(data?.data ?? [])].sort((a, b) => a.index - b.index);
	if (rows.length !== texts || rows.some(({ index }, at) => index !== at)) {
		throw new EmbeddingError("The embedding provider's answer has another shape than was agreed.", false);
	}
	const vectors = rows.map(({ embedding }) => embedding);
	if (vectors.some((vector) => vector.every((value) => value === 0))) {
		throw new EmbeddingError("The embedding provider answered with a vector of zeros.", false);
	}
	const size = dimensions ?? vectors[0]!.length;
	if (size > MOST_PLACES || vectors.some(({ length }) => length !== size)) {
		const got = [...new Set(vectors.map(({ length }) => length))].join(" and ");
		const asked = dimensions ? `, ${dimensions} were asked for` : "";
		throw new EmbeddingError(
			`The embedding provider's vectors have ${got} places${asked}; all must have one number of them, up to 4,000.`,
			true,
		);
	}
	return vectors;
}
