import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openModels } from "#app/providers/ai/door.ts";
import type { Ask } from "#app/providers/ai/port.ts";
import { ANTHROPIC_KEY } from "#tests/standins/anthropic.ts";
import type { ModelFault } from "#tests/standins/model-server.ts";

import {
	askedOf,
	claude,
	clock,
	FIRST_TOKEN_MS,
	freshModels,
	gpt,
	hello,
	letPass,
	llama,
	models,
	SILENCE_MS,
} from "./three-models.ts";

freshModels();

const Sort = z.object({ type: z.enum(["question", "order"]), score: z.number().min(0).max(1) });
const sort: Ask<z.infer<typeof Sort>> = { ...hello, purpose: "classify", schema: Sort };

describe("AI-1 the order of providers", () => {
	it("AI-1 the first answers, streamed, with its usage, cost and times", async () => {
		const pieces: string[] = [];
		const answer = await models().ask({ ...hello, onText: (text) => pieces.push(text) });
		expect(answer).toMatchObject({
			outcome: "answered",
			source: "model",
			text: "Hello there.",
			provider: "claude",
			model: "claude-haiku-4-5",
			usage: { inputTokens: 25, outputTokens: 15 },
			costMicros: 100,
		});
		expect(pieces.length).toBeGreaterThan(1);
		expect(pieces.join("")).toBe("Hello there.");
		expect(answer.attempts).toHaveLength(1);
		expect(gpt.asked).toHaveLength(0);
	});

	const faults: [ModelFault, string][] = [
		["500", "failed"],
		["429", "limited"],
		["400", "denied"],
		["drop-half", "unreachable"],
		["nonsense", "malformed"],
		["wrong-shape", "malformed"],
	];
	it.each(faults)("AI-1 %s: the next one answers, and the record says why", async (fault, outcome) => {
		claude.replies.push({ fault });
		const answer = await models().ask(hello);
		expect(answer).toMatchObject({ outcome: "answered", provider: "gpt", text: "Hello there." });
		expect(answer.attempts.map((one) => [one.provider, one.outcome])).toEqual([
			["claude", outcome],
			["gpt", "ok"],
		]);
		expect(answer.attempts[0]?.reason).toBeTruthy();
		await expect.poll(() => claude.open()).toBe(0);
	});

	it("AI-1 a model that never says a word is given its time: the next one answers, and the record says why", async () => {
		claude.replies.push({ fault: "hang" });
		const answer = await letPass(() => models().ask(hello), { when: askedOf(claude), ms: FIRST_TOKEN_MS });
		expect(answer).toMatchObject({ outcome: "answered", provider: "gpt", text: "Hello there." });
		expect(answer.attempts.map(({ outcome }) => outcome)).toEqual(["slow", "ok"]);
		expect(answer.attempts[0]).toMatchObject({ provider: "claude", reason: expect.stringContaining("first word") });
		expect(answer.attempts[0]!.latencyMs).toBe(FIRST_TOKEN_MS);
		await expect.poll(() => claude.open()).toBe(0);
	});

	it("AI-1 what had been streamed is declared void before the next one begins", async () => {
		claude.replies.push({ fault: "hang-half" });
		const seen: string[] = [];
		const question = { ...hello, onText: (text: string) => seen.push(text), onRestart: () => seen.push("|") };
		const answer = await letPass(() => models().ask(question), { when: () => seen.length > 0, ms: SILENCE_MS });
		expect(answer.attempts.map(({ outcome }) => outcome)).toEqual(["slow", "ok"]);
		await expect.poll(() => claude.open()).toBe(0);
		expect(seen.join("")).toBe("Half of |Hello there.");
		expect(answer.text).toBe("Hello there.");
		expect(answer.costMicros).toBeNull();
	});

	it("AI-1 a model that declines, or says nothing, is followed by the next", async () => {
		claude.replies.push({ text: "I will not", stop: "refused" });
		gpt.replies.push({ text: " \n" });
		const answer = await models().ask(hello);
		expect(answer.attempts.map(({ outcome }) => outcome)).toEqual(["refused", "invalid", "ok"]);
		expect(answer.provider).toBe("llama");
		expect(
			models()
				.health()
				.every(({ consecutiveFailures }) => consecutiveFailures === 0),
		).toBe(true);
	});

	it("AI-1 when all fail the caller is sent to its rules, within the limits", async () => {
		for (const one of [claude, gpt, llama]) one.otherwise = { fault: "hang" };
		const silences = [claude, gpt, llama].map((one) => ({ when: askedOf(one), ms: FIRST_TOKEN_MS }));
		const answer = await letPass(() => models().ask(hello), ...silences);
		expect(answer).toMatchObject({ outcome: "unavailable", source: "rules", text: "", provider: null, model: null });
		expect(answer.attempts.map(({ outcome }) => outcome)).toEqual(["slow", "slow", "slow"]);
		expect(answer.latencyMs).toBe(3 * FIRST_TOKEN_MS);
	});

	it("AI-1 the whole question has a limit over all providers", async () => {
		for (const one of [claude, gpt, llama]) one.otherwise = { fault: "hang" };
		const some = models({ firstTokenMs: 200, totalMs: 350, breaker: { failures: 1, coolDownMs: 1_000 } });
		const silences = [claude, gpt].map((one, at) => ({ when: askedOf(one), ms: [200, 150][at]! }));
		const answer = await letPass(() => some.ask(hello), ...silences);
		expect(answer.outcome).toBe("unavailable");
		expect(answer.attempts.map(({ provider }) => provider)).toEqual(["claude", "gpt"]);
		expect(answer.latencyMs).toBe(350);
		// The second had 150 of its 200 ms: that is not held against it.
		expect(some.health().map(({ state }) => state)).toEqual(["open", "closed", "closed"]);
	});

	it("AI-1 limits can be set for each provider", async () => {
		claude.otherwise = { fault: "hang" };
		const config = models({ firstTokenMs: 10_000 });
		expect(config.has("chat")).toBe(true);
		const own = openModels({
			providers: [
				{
					name: "claude",
					kind: "anthropic",
					model: "claude-haiku-4-5",
					apiKey: ANTHROPIC_KEY,
					baseUrl: claude.url,
					firstTokenMs: 100,
				},
			],
			order: ["claude"],
		});
		const answer = await letPass(() => own.ask(hello), { when: askedOf(claude), ms: 100 });
		expect(answer.attempts).toMatchObject([{ outcome: "slow", latencyMs: 100 }]);
	});

	it("AI-1 is chosen for each purpose; rules means no model at all", async () => {
		const some = models({ purposes: { summary: { order: ["llama"] }, quote: { order: ["rules", "claude"] } } });
		expect((await some.ask({ ...hello, purpose: "summary" })).provider).toBe("llama");
		expect(await some.ask({ ...hello, purpose: "quote" })).toMatchObject({ outcome: "unavailable", attempts: [] });
		expect([some.has("chat"), some.has("quote"), some.has("constructor")]).toEqual([true, false, true]);
		expect(models({ order: [] }).has("chat")).toBe(false);
		expect(() => models({ order: ["cluade"] })).toThrow('"cluade"');
		expect(() => models({ purposes: { a: { order: ["x"] } } })).toThrow('"x"');
	});

	it("AI-1 a split goes by key: the same key the same provider, shares kept, the other as fallback", async () => {
		const split = [
			{ provider: "gpt", share: 3 },
			{ provider: "llama", share: 1 },
		];
		const some = models({ order: ["claude"], purposes: { chat: { split } } });
		const first = async (splitKey: string) => (await some.ask({ ...hello, splitKey })).provider;
		const drawn = await Promise.all(Array.from({ length: 80 }, (_, n) => first(`lead-${n}`)));
		const gpts = drawn.filter((one) => one === "gpt").length;
		expect(drawn.every((one) => one === "gpt" || one === "llama")).toBe(true);
		expect(gpts).toBeGreaterThan(45);
		expect(gpts).toBeLessThan(75);
		expect(await Promise.all(Array.from({ length: 20 }, (_, n) => first(`lead-${n}`)))).toEqual(drawn.slice(0, 20));
		gpt.otherwise = { fault: "500" };
		expect(await first(`lead-${drawn.indexOf("gpt")}`)).toBe("claude");
	});
});

describe("AI-1 the circuit breaker", () => {
	it("AI-1 leaves a failing provider alone, lets one through after the pause, and closes when that works", async () => {
		const some = models({ order: ["claude", "gpt"], breaker: { failures: 2, coolDownMs: 30_000 } });
		claude.otherwise = { fault: "500" };
		await some.ask(hello);
		await some.ask(hello);
		expect(some.health()[0]).toMatchObject({
			provider: "claude",
			state: "open",
			retryAt: new Date(clock.now + 30_000),
		});
		const skipped = await some.ask(hello);
		expect(skipped.attempts.map(({ outcome }) => outcome)).toEqual(["skipped", "ok"]);
		expect(claude.asked).toHaveLength(2);

		clock.now += 30_000;
		claude.otherwise = { fault: "hang" };
		const two = () => Promise.all([some.ask(hello), some.ask(hello)]);
		const [a, b] = await letPass(two, { when: askedOf(claude, 3), ms: FIRST_TOKEN_MS });
		expect([a.attempts[0]?.outcome, b.attempts[0]?.outcome].sort()).toEqual(["skipped", "slow"]);
		expect(some.health()[0]).toMatchObject({ state: "open", retryAt: new Date(clock.now + 30_000) });

		clock.now += 30_000;
		claude.otherwise = { text: "Back." };
		expect((await some.ask(hello)).text).toBe("Back.");
		expect(some.health()[0]).toMatchObject({ state: "closed", consecutiveFailures: 0, retryAt: null });
	});

	it("AI-1 does not open for a question that is too long, an answer of the wrong shape, or a caller who leaves", async () => {
		const some = models({ order: ["claude"], breaker: { failures: 1, coolDownMs: 30_000 } });
		claude.replies.push({ fault: "400" });
		await some.ask(hello);
		claude.replies.push({ text: "no json" }, { text: "still none" });
		await some.ask(sort);
		claude.replies.push({ fault: "hang-half" });
		const leaves = new AbortController();
		const answer = await some.ask({ ...hello, signal: leaves.signal, onText: () => leaves.abort() });
		expect(answer).toMatchObject({ outcome: "stopped", source: "model", text: "Half of " });
		expect(some.health()[0]?.state).toBe("closed");
	});

	it("AI-1 a trial whose caller leaves frees the place for the next", async () => {
		const some = models({ order: ["claude"], breaker: { failures: 1, coolDownMs: 1_000 } });
		claude.replies.push({ fault: "500" }, { fault: "hang" });
		await some.ask(hello);
		clock.now += 1_000;
		const leaves = new AbortController();
		const left = some.ask({ ...hello, signal: leaves.signal });
		await expect.poll(() => claude.asked.length).toBe(2);
		leaves.abort();
		expect((await left).outcome).toBe("stopped");
		expect((await some.ask(hello)).outcome).toBe("answered");
	});
});
