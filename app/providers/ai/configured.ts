import type { Env } from "#app/base/env.ts";
import type { ModelsConfig } from "./door.ts";
import type { ProviderConfig } from "./providers.ts";

/**
 * The models that the environment names, in the order in which they are asked (AI-1). Throws for a name that no
 * configured provider has: an operator who names one and forgets its key learns of it at start.
 */
export function modelsConfig(env: Env): ModelsConfig {
	const providers = modelProviders(env);
	const names = providers.map(({ name }) => name);
	for (const setting of ["AI_PROVIDER", "AI_FALLBACK_PROVIDER"] as const) {
		const name = env[setting];
		if (name === undefined || name === "rules" || names.includes(name)) continue;
		throw new Error(`${setting} names ${JSON.stringify(name)}, but it is not configured. ${configured(names)}`);
	}
	return {
		providers: providers as ProviderConfig[],
		order: modelOrder(env, names),
		firstTokenMs: env.AI_TIMEOUT_MS,
		...(env.AI_PURPOSES ? { purposes: env.AI_PURPOSES as NonNullable<ModelsConfig["purposes"]> } : {}),
	};
}

const configured = (names: readonly string[]) =>
	names.length > 0 ? `Configured are: ${names.join(", ")}.` : "No model is: set its key or address too.";

/**
 * The chosen provider, then its fallback; without a choice all that are configured. A choice is the whole list:
 * whoever names a model in the house must not find customers' words at another because its key was there for
 * something else. `rules` ends the list.
 */
function modelOrder(env: Env, names: readonly string[]): string[] {
	const chosen = [env.AI_PROVIDER, env.AI_FALLBACK_PROVIDER].filter((name) => name !== undefined);
	return chosen.length > 0 ? [...new Set(chosen)] : [...names];
}

function modelProviders(env: Env): ProviderConfig[] {
	const found: ProviderConfig[] = [];
	if (env.ANTHROPIC_API_KEY) {
		found.push({
			kind: "anthropic",
			name: "anthropic",
			model: env.ANTHROPIC_MODEL ?? "claude-sonnet-4-5",
			apiKey: env.ANTHROPIC_API_KEY,
			...(env.ANTHROPIC_BASE_URL ? { baseUrl: env.ANTHROPIC_BASE_URL } : {}),
		});
	}
	if (env.OPENAI_API_KEY || env.OPENAI_BASE_URL) {
		found.push({
			kind: "openai",
			name: "openai",
			model: env.OPENAI_MODEL ?? "gpt-4.1-mini",
			...(env.OPENAI_API_KEY ? { apiKey: env.OPENAI_API_KEY } : {}),
			...(env.OPENAI_BASE_URL ? { baseUrl: env.OPENAI_BASE_URL } : {}),
		});
	}
	if (env.OLLAMA_URL) {
		found.push({ kind: "ollama", name: "ollama", model: env.OLLAMA_MODEL ?? "llama3.2", baseUrl: env.OLLAMA_URL });
	}
	return [...found, ...(env.AI_PROVIDERS ?? [])];
}
