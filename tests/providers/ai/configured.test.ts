import { describe, expect, it } from "vitest";
import { readEnv } from "#app/base/env.ts";
import { modelsConfig } from "#app/providers/ai/configured.ts";
import { openModels } from "#app/providers/ai/door.ts";

const KEYS = { ANTHROPIC_API_KEY: "a", OPENAI_API_KEY: "o", OLLAMA_URL: "http://localhost:11434" };
const order = (more: Record<string, string>) => modelsConfig(readEnv({ ...KEYS, ...more })).order;

describe("AI-1 what the environment configures", () => {
	it("AI-1 without a choice, all that are configured are asked in order", () => {
		expect(order({})).toEqual(["anthropic", "openai", "ollama"]);
	});

	it("AI-1 a choice is the whole list: a key that lies about sends nothing elsewhere", () => {
		expect(order({ AI_PROVIDER: "ollama", AI_FALLBACK_PROVIDER: "rules" })).toEqual(["ollama", "rules"]);
		expect(order({ AI_PROVIDER: "ollama" })).toEqual(["ollama"]);
		expect(order({ AI_PROVIDER: "ollama", AI_FALLBACK_PROVIDER: "openai" })).toEqual(["ollama", "openai"]);
	});

	it("AI-1 rules alone asks no model for anything", () => {
		const models = openModels(modelsConfig(readEnv({ ...KEYS, AI_PROVIDER: "rules" })));
		expect(models.has("lead-chat")).toBe(false);
	});

	it("AI-1 a name that is not configured is told at start", () => {
		expect(() => order({ AI_PROVIDER: "gemini" })).toThrow('AI_PROVIDER names "gemini", but it is not configured');
	});

	it("AI-1 a purpose has its own order and shares, and further models their own address and limits", () => {
		const gemini = { name: "gemini", kind: "openai", model: "g", baseUrl: "https://models.example.com/v1" };
		const config = modelsConfig(
			readEnv({
				...KEYS,
				AI_PROVIDERS: JSON.stringify([{ ...gemini, firstTokenMs: 4_000 }]),
				AI_PURPOSES: JSON.stringify({
					"document-summary": { order: ["rules"] },
					"lead-chat": { split: [gemini, { name: "anthropic" }].map(({ name }) => ({ provider: name, share: 1 })) },
				}),
			}),
		);
		expect(config.providers.map(({ name }) => name)).toEqual(["anthropic", "openai", "ollama", "gemini"]);
		expect(config.providers.at(-1)).toMatchObject({ firstTokenMs: 4_000, baseUrl: gemini.baseUrl });
		const models = openModels(config);
		expect(models.has("document-summary")).toBe(false);
		expect(models.has("lead-chat")).toBe(true);
		expect(() => openModels({ ...config, purposes: { assistant: { order: ["nobody"] } } })).toThrow("nobody");
	});

	it("AI-1 a purpose that nobody asks for is a typing error", () => {
		expect(() => readEnv({ AI_PURPOSES: JSON.stringify({ chatt: { maxTokens: 100 } }) })).toThrow("AI_PURPOSES");
	});
});
