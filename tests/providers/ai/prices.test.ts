import { describe, expect, it } from "vitest";
import { modelCostMicros } from "#app/providers/ai/prices.ts";

const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };

describe("AI-2 what a call costs", () => {
	it("AI-2 is counted in millionths of a dollar, by million tokens", () => {
		expect(modelCostMicros("claude-haiku-4-5", million)).toBe(6_000_000);
		expect(modelCostMicros("gpt-4o-mini", { inputTokens: 1, outputTokens: 0 })).toBe(1);
	});

	it("AI-2 a dated name costs what its plain name costs", () => {
		expect(modelCostMicros("claude-sonnet-4-5-20250929", million)).toBe(18_000_000);
		expect(modelCostMicros("gpt-4o-2024-11-20", million)).toBe(12_500_000);
	});

	it("AI-2 a long prompt has its own price", () => {
		expect(modelCostMicros("claude-haiku-5-5", { inputTokens: 100_000, outputTokens: 1000 })).toBe(10_500);
		expect(modelCostMicros("claude-haiku-5-5", { inputTokens: 100_001, outputTokens: 1000 })).toBe(52_501);
	});

	it("AI-2 is null for a model without a known price, and never that of a name on every object", () => {
		expect(modelCostMicros("our-own", million)).toBeNull();
		expect(modelCostMicros("constructor", million)).toBeNull();
	});
});
