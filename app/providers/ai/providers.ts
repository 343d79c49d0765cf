import { openAnthropic } from "./anthropic.ts";
import { openOllama } from "./ollama.ts";
import { openOpenAi } from "./openai.ts";
import type { ModelProvider } from "./port.ts";
import type { ModelPrice } from "./prices.ts";

export type ProviderConfig = {
	/** What orders, splits and records call it, such as `anthropic`. */
	name: string;
	/** `openai` is every server that speaks Chat Completions, Gemini's and Ollama's `/v1` among them. */
	kind: "anthropic" | "openai" | "ollama";
	model: string;
	apiKey?: string;
	baseUrl?: string;
	tokenField?: "max_completion_tokens" | "max_tokens";
	/** Goes before the list of known prices. Ollama costs nothing unless told here. */
	price?: ModelPrice;
	firstTokenMs?: number;
	silenceMs?: number;
	totalMs?: number;
};

export function openProvider(config: ProviderConfig): ModelProvider {
	if (config.kind === "ollama") return openOllama(config);
	if (config.kind === "openai") return openOpenAi(config);
	if (!config.apiKey) throw new Error(`The provider ${config.name} needs an API key.`);
	return openAnthropic({ ...config, apiKey: config.apiKey });
}
