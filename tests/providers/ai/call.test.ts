import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callModel } from "#app/providers/ai/call.ts";
import { modelFailure } from "#app/providers/ai/failure.ts";
import type { ModelEvent, ModelProvider } from "#app/providers/ai/port.ts";

const question = { system: "Be brief.", messages: [{ role: "user" as const, content: "Hi" }], maxTokens: 5 };
const limits = { firstTokenMs: 60, silenceMs: 60, totalMs: 500 };

function provider(generate: () => AsyncGenerator<ModelEvent>): ModelProvider {
	return { name: "own", model: "own", generate, check: async () => undefined };
}

describe("AI-1 one call is bounded", () => {
	beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
	afterEach(() => void vi.useRealTimers());

	it("AI-1 also when the provider's code does not heed its signal", async () => {
		const deaf = provider(async function* () {
			yield { type: "text", text: "Half" };
			await new Promise(() => undefined);
		});
		const calling = callModel(deaf, question, limits, () => undefined);
		await vi.advanceTimersByTimeAsync(60);
		const call = await calling;
		expect(call).toMatchObject({ text: "Half", stopReason: null, error: { kind: "slow" } });
		expect(call.latencyMs).toBe(60);
	});

	it("AI-1 thinking counts as a sign of life, up to the limit of the whole", async () => {
		const thinker = provider(async function* () {
			for (;;) {
				await new Promise((done) => setTimeout(done, 20));
				yield { type: "thinking" };
			}
		});
		const calling = callModel(thinker, question, limits, () => undefined);
		await vi.advanceTimersByTimeAsync(500);
		const call = await calling;
		expect(call.error?.message).toContain("not finished in time");
		expect(call.latencyMs).toBe(500);
	});

	it("AI-1 a fault in the provider's code is an error of that provider, without its words", async () => {
		const broken = provider(() => {
			throw new Error("key sk-secret");
		});
		const call = await callModel(broken, question, limits, () => undefined);
		expect(call.error).toMatchObject({ kind: "failed", message: "The provider's code failed." });
	});
});

describe("AI-2 errors hold no key", () => {
	it.each(["AIzaSyOwn-key", "sk-ant-api03-abcdef", "hunter2"])(
		"AI-2 %s is taken out of the provider's words",
		(key) => {
			const error = Object.assign(new Error(`No such model for ${key} today`), { status: 404 });
			const failure = modelFailure(error, new AbortController().signal, key);
			expect(failure.message).toBe("The provider refused the request (404): No such model for … today");
		},
	);
});
