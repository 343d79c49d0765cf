import { z } from "zod";
import { brokenOff, modelFailure } from "./failure.ts";
import { ModelError, type ModelEvent, type ModelProvider, type ModelRequest } from "./port.ts";

export type OllamaConfig = { name: string; model: string; baseUrl?: string };

/**
 * A model on one's own machine by Ollama's own API: one JSON object a line, the last with `done` and the counts.
 * https://docs.ollama.com/api/chat, https://docs.ollama.com/api/streaming
 */
export function openOllama(config: OllamaConfig): ModelProvider {
	const base = (config.baseUrl ?? "http://127.0.0.1:11434").replace(/\/$/, "");
	return {
		name: config.name,
		model: config.model,
		async *generate(request) {
			try {
				yield* stream(base, config.model, request);
			} catch (error) {
				throw modelFailure(error, request.signal, null);
			}
		},
		async check(signal) {
			try {
				const response = await post(`${base}/api/show`, { model: config.model }, signal);
				await response.body?.cancel();
			} catch (error) {
				throw modelFailure(error, signal, null);
			}
		},
	};
}

async function* stream(base: string, model: string, request: ModelRequest): AsyncGenerator<ModelEvent> {
	const body = {
		model,
		messages: [{ role: "system", content: request.system }, ...request.messages],
		stream: true,
		options: { num_predict: request.maxTokens },
		...(request.schema ? { format: request.schema.json } : {}),
	};
	const response = await post(`${base}/api/chat`, body, request.signal);
	if (!response.body) throw brokenOff(request.signal);
	for await (const line of linesOf(response.body)) {
		const chunk = Chunk.safeParse(JSON.parse(line));
		if (!chunk.success) throw new ModelError("malformed", "Ollama's answer has another form than its documentation.");
		const { message, error, done, done_reason, prompt_eval_count, eval_count } = chunk.data;
		if (error !== undefined) throw new ModelError("failed", `Ollama reported a failure: ${error.slice(0, 300)}`);
		if (message?.content) yield { type: "text", text: message.content };
		else if (!done) yield { type: "thinking" };
		if (done) {
			const usage = eval_count === undefined ? null : { inputTokens: prompt_eval_count ?? 0, outputTokens: eval_count };
			yield { type: "end", usage, stopReason: done_reason === "length" ? "length" : "end", model };
			return;
		}
	}
	throw brokenOff(request.signal);
}

async function post(url: string, body: unknown, signal: AbortSignal): Promise<Response> {
	const headers = { "content-type": "application/json" };
	const response = await fetch(url, {
		method: "POST",
		headers,
		body: JSON.stringify(body),
		signal,
		redirect: "error",
	});
	if (response.ok) return response;
	const text = (await response.text()).slice(0, 300);
	throw Object.assign(new Error(text), { status: response.status });
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = "";
	try {
		for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
			const lines = (rest + decoder.decode(piece.value, { stream: true })).split("\n");
			rest = lines.pop() ?? "";
			if (rest.length > 1_000_000) throw new ModelError("malformed", "Ollama's answer has a line without an end.");
			for (const line of lines) if (line.trim()) yield line;
		}
		if (rest.trim()) yield rest;
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

const Chunk = z.object({
	message: z.object({ content: z.string() }).optional(),
	error: z.string().optional(),
	done: z.boolean().optional(),
	done_reason: z.string().optional(),
	prompt_eval_count: z.number().optional(),
	eval_count: z.number().optional(),
});
