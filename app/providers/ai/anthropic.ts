import Anthropic from "@anthropic-ai/sdk";
import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import { brokenOff, modelFailure } from "./failure.ts";
import type { ModelEvent, ModelMessage, ModelProvider, ModelRequest, StopReason, TokenUsage } from "./port.ts";

export type AnthropicConfig = { name: string; model: string; apiKey: string; baseUrl?: string };

/** Claude by Anthropic's SDK, streamed: https://platform.claude.com/docs/en/build-with-claude/streaming */
export function openAnthropic(config: AnthropicConfig): ModelProvider {
	// Nothing is left to the environment, which the SDK would otherwise read. Retries are the door's decision.
	const client = new Anthropic({
		apiKey: config.apiKey,
		authToken: null,
		baseURL: config.baseUrl ?? "https://api.anthropic.com",
		maxRetries: 0,
		logLevel: "off",
	});
	return {
		name: config.name,
		model: config.model,
		async *generate(request) {
			try {
				yield* stream(client, config.model, request);
			} catch (error) {
				throw modelFailure(error, request.signal, config.apiKey);
			}
		},
		async check(signal) {
			try {
				await client.models.retrieve(config.model, {}, { signal });
			} catch (error) {
				throw modelFailure(error, signal, config.apiKey);
			}
		},
	};
}

async function* stream(client: Anthropic, model: string, request: ModelRequest): AsyncGenerator<ModelEvent> {
	const format = request.schema && formatOf(request.schema.json);
	const events = await client.messages.create(
		{
			model,
			max_tokens: request.maxTokens,
			system: request.system,
			messages: startingWithUser(request.messages),
			stream: true,
			...(format ? { output_config: { format } } : {}),
		},
		{ signal: request.signal },
	);
	const usage: TokenUsage = { inputTokens: 0, outputTokens: 0 };
	let used = model;
	let stopReason: StopReason | null = null;
	for await (const event of events) {
		if (event.type === "message_start") {
			used = event.message.model;
			const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = event.message.usage;
			usage.inputTokens = input_tokens + (cache_creation_input_tokens ?? 0) + (cache_read_input_tokens ?? 0);
		} else if (event.type === "content_block_delta") {
			if (event.delta.type === "text_delta") yield { type: "text", text: event.delta.text };
			else yield { type: "thinking" };
		} else if (event.type === "message_delta") {
			// The figure is cumulative.
			usage.outputTokens = event.usage.output_tokens;
			if (event.delta.stop_reason) stopReason = STOPS[event.delta.stop_reason] ?? "end";
		} else if (event.type === "message_stop" && stopReason) {
			yield { type: "end", usage, stopReason, model: used };
			return;
		}
	}
	throw brokenOff(request.signal);
}

/** The API wants the first turn to be the user's; a chat that we opened with a greeting begins otherwise. */
function startingWithUser(messages: ModelMessage[]): ModelMessage[] {
	return messages[0]?.role === "assistant" ? [{ role: "user", content: "(opened the chat)" }, ...messages] : messages;
}

/** The subset of JSON Schema that the API takes; null for a schema it cannot express, which the door checks anyway. */
function formatOf(json: Record<string, unknown>): Anthropic.JSONOutputFormat | null {
	try {
		return { type: "json_schema", schema: transformJSONSchema(json) };
	} catch {
		return null;
	}
}

const STOPS: Partial<Record<string, StopReason>> = {
	max_tokens: "length",
	model_context_window_exceeded: "length",
	refusal: "refused",
};
