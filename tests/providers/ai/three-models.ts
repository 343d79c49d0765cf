import { afterEach, beforeEach, vi } from "vitest";
import { type ModelsConfig, openModels } from "#app/providers/ai/door.ts";
import type { Ask } from "#app/providers/ai/port.ts";
import { ANTHROPIC_KEY, startAnthropic } from "#tests/standins/anthropic.ts";
import type { ModelStandIn } from "#tests/standins/model-server.ts";
import { startOllama } from "#tests/standins/ollama.ts";
import { OPENAI_KEY, startOpenAi } from "#tests/standins/openai.ts";

// Three models, fresh for each test of the file that imports this.

export let claude: ModelStandIn;
export let gpt: ModelStandIn;
export let llama: ModelStandIn;
export const FIRST_TOKEN_MS = 15_000;
export const SILENCE_MS = 20_000;

/** What the door takes for the time. */
export const clock = { now: 0 };

/** Call it once at the top of a file: what it opens is that file's own. */
export function freshModels(): void {
	beforeEach(async () => {
		[claude, gpt, llama] = await Promise.all([startAnthropic(), startOpenAi(), startOllama()]);
		clock.now = Date.parse("2026-11-21T05:00:00Z");
	});
	afterEach(() => Promise.all([claude.stop(), gpt.stop(), llama.stop()]));
}

/** The door to the three of them, in this order. None loses its turn to a slow machine: only `letPass` tries patience. */
export function models(more: Partial<ModelsConfig> = {}) {
	return openModels({
		providers: [
			{ name: "claude", kind: "anthropic", model: "claude-haiku-4-5", apiKey: ANTHROPIC_KEY, baseUrl: claude.url },
			{ name: "gpt", kind: "openai", model: "gpt-4o-mini", apiKey: OPENAI_KEY, baseUrl: `${gpt.url}/v1` },
			{ name: "llama", kind: "ollama", model: "llama3.2", baseUrl: llama.url },
		],
		order: ["claude", "gpt", "llama"],
		firstTokenMs: FIRST_TOKEN_MS,
		silenceMs: SILENCE_MS,
		totalMs: 60_000,
		clock: () => clock.now,
		...more,
	});
}

export const hello: Ask = { purpose: "chat", system: "Be brief.", messages: [{ role: "user", content: "Hi" }] };

/** A moment of a question, and how many milliseconds go by when it has come. */
export type Pause = { when: () => boolean; ms: number };

/**
 * Asks while the timers stand still, and moves them on only at the moments named, one after another: what a model that
 * has gone silent is given then passes at once, and a slow machine changes no outcome.
 */
export async function letPass<T>(ask: () => Promise<T>, ...pauses: Pause[]): Promise<T> {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
	try {
		const asked = ask();
		for (const { when, ms } of pauses) {
			while (!when()) await new Promise(setImmediate);
			await vi.advanceTimersByTimeAsync(ms);
		}
		return await asked;
	} finally {
		vi.useRealTimers();
	}
}

/** When a model has been asked so many times altogether. */
export const askedOf =
	(model: ModelStandIn, times = 1) =>
	() =>
		model.asked.length >= times;
