import type { TokenUsage } from "./port.ts";

/** US dollars for a million tokens. `long` replaces both prices when the prompt has more than `over` tokens. */
export type ModelPrice = { input: number; output: number; long?: { over: number; input: number; output: number } };

/**
 * Millionths of a US dollar for one call, rounded up; null for a model without a known price. A dated name
 * (`-20251001`, `-2025-04-14`) costs what its plain name costs. Cached input is counted at the full price.
 */
export function modelCostMicros(model: string, usage: TokenUsage, own?: ModelPrice): number | null {
	const price = own ?? PRICES.get(model) ?? PRICES.get(model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, ""));
	if (!price) return null;
	const rate = price.long && usage.inputTokens > price.long.over ? price.long : price;
	return Math.ceil(usage.inputTokens * rate.input + usage.outputTokens * rate.output);
}

/**
 * As published on 2026-11-21. A price in the configuration goes before them.
 * Anthropic: https://platform.claude.com/docs/en/about-claude/pricing
 * OpenAI: https://developers.openai.com/api/docs/pricing, standard tier
 */
const PRICES = new Map<string, ModelPrice>([
	["claude-fable-5-1", { input: 10, output: 50 }],
	["claude-fable-5", { input: 10, output: 50 }],
	["claude-opus-5-5", { input: 4, output: 20 }],
	["claude-opus-5", { input: 5, output: 25 }],
	["claude-opus-4-8", { input: 5, output: 25 }],
	["claude-opus-4-7", { input: 5, output: 25 }],
	["claude-opus-4-6", { input: 5, output: 25 }],
	["claude-opus-4-5", { input: 5, output: 25 }],
	["claude-sonnet-5-5", { input: 2, output: 10 }],
	["claude-sonnet-5", { input: 2, output: 10 }],
	["claude-sonnet-4-5", { input: 3, output: 15 }],
	["claude-haiku-5-5", { input: 0.1, output: 0.5, long: { over: 100_000, input: 0.5, output: 2.5 } }],
	["claude-haiku-4-5", { input: 1, output: 5 }],
	["gpt-5.4", { input: 2.5, output: 15 }],
	["gpt-5.4-mini", { input: 0.75, output: 4.5 }],
	["gpt-5", { input: 1.25, output: 10 }],
	["gpt-4o", { input: 2.5, output: 10 }],
	["gpt-4o-mini", { input: 0.15, output: 0.6 }],
]);
