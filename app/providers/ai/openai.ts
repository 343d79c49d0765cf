import OpenAI from "openai";
import { brokenOff, modelFailure } from "./failure.ts";
import type { ModelEvent, ModelProvider, ModelRequest, StopReason, TokenUsage } from "./port.ts";

export type OpenAiConfig = {
	name: string;
	model: string;
	/** Servers on one's own machine often want none. */
	apiKey?: string;
	/** With its version, such as http://127.0.0.1:11434/v1. */
	baseUrl?: string;
	/** OpenAI's newer models refuse `max_tokens`, many compatible servers know nothing else: that decides the default. */
	tokenField?: "max_completion_tokens" | "max_tokens";
};

/**
 * OpenAI and every server that speaks its Chat Completions, streamed, by OpenAI's SDK:
 * https://platform.openai.com/docs/api-reference/chat-streaming
 */
export function openOpenAi(config: OpenAiConfig): ModelProvider {
	// Nothing is left to the environment, which the SDK would otherwise read. Retries are the door's decision.
	const client = new OpenAI({
		apiKey: config.apiKey || "none",
		organization: null,
		project: null,
		baseURL: config.baseUrl ?? "https://api.openai.com/v1",
		maxRetries: 0,
		logLevel: "off",
	});
	const secret = config.apiKey ?? null;
	return {
		name: config.name,
		model: config.model,
		async *generate(request) {
			try {
				yield* stream(client, config, request);
			} catch (error) {
				throw modelFailure(error, request.signal, secret);
			}
		},
		async check(signal) {
			try {
				await client.models.retrieve(config.model, { signal });
			} catch (error) {
				throw modelFailure(error, signal, secret);
			}
		},
	};
}

async function* stream(client: OpenAI, config: OpenAiConfig, request: ModelRequest): AsyncGenerator<ModelEvent> {
	const tokenField = config.tokenField ?? (config.baseUrl ? "max_tokens" : "max_completion_tokens");
	const chunks = await client.chat.completions.create(
		{
			model: config.model,
			messages: [{ role: "system", content: request.system }, ...request.messages],
			[tokenField]: request.maxTokens,
			stream: true,
			stream_options: { include_usage: true },
			...(request.schema ? { response_format: formatOf(request.schema) } : {}),
		},
		{ signal: request.signal },
	);
	let usage: TokenUsage | null = null;
	let used = config.model;
	let stopReason: StopReason | null = null;
	let refused = false;
	for await (const chunk of chunks) {
		used = chunk.model || used;
		if (chunk.usage) {
			usage = { inputTokens: chunk.usage.prompt_tokens, outputTokens: chunk.usage.completion_tokens };
		}
		const choice = chunk.choices?.[0];
		if (choice?.delta?.refusal) refused = true;
		if (choice?.delta?.content) yield { type: "text", text: choice.delta.content };
		else if (choice && !choice.finish_reason && choice.delta && !choice.delta.role) yield { type: "thinking" };
		if (choice?.finish_reason) stopReason = STOPS[choice.finish_reason] ?? "end";
	}
	// The SDK ends quietly when the connection closes without the last words.
	if (!stopReason || request.signal.aborted) throw brokenOff(request.signal);
	yield { type: "end", usage, stopReason: refused ? "refused" : stopReason, model: used };
}

/** Not strict: OpenAI's strict mode takes only schemas in which every property is required. The door validates. */
function formatOf(schema: { name: string; json: Record<string, unknown> }) {
	const { $schema: _, ...json } = schema.json;
	return { type: "json_schema" as const, json_schema: { name: schema.name, schema: json, strict: false } };
}

const STOPS: Partial<Record<string, StopReason>> = { length: "length", content_filter: "refused" };
