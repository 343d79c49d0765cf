import { describe, expect, it } from "vitest";
import { z } from "zod";
import { insideTransaction } from "#app/base/transaction-guard.ts";
import { openModels } from "#app/providers/ai/door.ts";
import type { Ask } from "#app/providers/ai/port.ts";
import { OPENAI_KEY } from "#tests/standins/openai.ts";

import { claude, freshModels, gpt, hello, llama, models } from "./three-models.ts";

freshModels();

const Sort = z.object({ type: z.enum(["question", "order"]), score: z.number().min(0).max(1) });
const sort: Ask<z.infer<typeof Sort>> = { ...hello, purpose: "classify", schema: Sort };

describe("AI-1 an answer cut by its length limit", () => {
	it("AI-1 is continued once, in the user's turn, and joined", async () => {
		claude.replies.push({ text: "Tinting costs ", stop: "length" }, { text: "199 euros." });
		const answer = await models().ask(hello);
		expect(answer).toMatchObject({ outcome: "answered", text: "Tinting costs 199 euros." });
		expect(answer.attempts.map(({ step, outcome }) => [step, outcome])).toEqual([
			["first", "length"],
			["continue", "ok"],
		]);
		expect(answer.usage).toEqual({ inputTokens: 50, outputTokens: 30 });
		const { messages } = claude.asked[1]!.body;
		expect(messages.at(-2)).toEqual({ role: "assistant", content: "Tinting costs " });
	});

	it("AI-1 is marked when it is cut again, or when going on fails", async () => {
		claude.replies.push({ text: "One ", stop: "length" }, { text: "two", stop: "length" });
		expect(await models().ask(hello)).toMatchObject({ outcome: "truncated", source: "model", text: "One two" });
		claude.replies.push({ text: "One ", stop: "length" }, { fault: "500" });
		expect(await models().ask(hello)).toMatchObject({ outcome: "truncated", text: "One " });
		expect(claude.asked).toHaveLength(4);
	});
});

describe("AI-1 structured answers", () => {
	it("AI-1 are validated; a fence or words around the JSON do no harm; nothing is streamed", async () => {
		const pieces: string[] = [];
		claude.replies.push({ text: 'Sure:\n```json\n{"type":"order","score":0.9}\n```\nAnything else?' });
		const answer = await models().ask({ ...sort, onText: (text) => pieces.push(text) });
		expect(answer).toMatchObject({ outcome: "answered", json: { type: "order", score: 0.9 } });
		expect(pieces).toEqual([]);
		expect(claude.asked[0]!.body.system).toContain("JSON Schema");
		expect(claude.asked[0]!.body.system.startsWith("Be brief.")).toBe(true);
	});

	it("AI-1 are repaired once, told what is wrong", async () => {
		claude.replies.push({ text: '{"type":"order","score":9}' }, { text: '{"type":"order","score":0.9}' });
		const answer = await models().ask(sort);
		expect(answer.json).toEqual({ type: "order", score: 0.9 });
		expect(answer.attempts.map(({ step }) => step)).toEqual(["first", "repair"]);
		const { body } = claude.asked[1]!;
		expect(body.messages.at(-1).content).toContain("score");
		expect(body.system).not.toContain("does not follow");
	});

	it("AI-1 go to the next provider when the repair is no better", async () => {
		claude.replies.push({ text: "I think it is an order" }, { text: '{"type":"parcel"}' });
		gpt.replies.push({ text: '{"type":"question","score":0}' });
		const answer = await models().ask(sort);
		expect(answer).toMatchObject({ outcome: "answered", provider: "gpt", json: { type: "question", score: 0 } });
		expect(answer.attempts.map(({ outcome }) => outcome)).toEqual(["ok", "invalid", "ok"]);
	});

	it("AI-1 cut in two are joined before they are read", async () => {
		claude.replies.push({ text: '{"type":"ord', stop: "length" }, { text: 'er","score":1}' });
		expect((await models().ask(sort)).json).toEqual({ type: "order", score: 1 });
	});

	it("AI-1 none at all: unavailable, with no json", async () => {
		for (const one of [claude, gpt, llama]) one.otherwise = { text: "no" };
		expect(await models().ask(sort)).toMatchObject({ outcome: "unavailable", source: "rules", json: null });
	});
});

describe("AI-1 and AI-2 the edges of a call", () => {
	it("AI-1 is refused while a transaction is open", async () => {
		await expect(insideTransaction(() => models().ask(hello))).rejects.toThrow("while a transaction is open");
		expect(claude.asked).toHaveLength(0);
	});

	it("AI-1 a caller who has left already is not asked for", async () => {
		const answer = await models().ask({ ...hello, signal: AbortSignal.abort() });
		expect(answer).toMatchObject({ outcome: "stopped", text: "" });
		expect(claude.asked).toHaveLength(0);
	});

	it("AI-1 a listener that throws loses the stream, not the answer", async () => {
		const onText = () => {
			throw new Error("The browser left");
		};
		expect(await models().ask({ ...hello, onText })).toMatchObject({ outcome: "answered", provider: "claude" });
	});

	it("AI-1 a question has to end with a user's words", async () => {
		await expect(models().ask({ ...hello, messages: [] })).rejects.toThrow(TypeError);
		await expect(models().ask({ ...hello, messages: [{ role: "user", content: " " }] })).rejects.toThrow(TypeError);
	});

	it("AI-2 no part of an answer, its record or the health holds a key", async () => {
		claude.replies.push({ fault: "400" });
		gpt.replies.push({ fault: "401" });
		const some = models();
		const answer = await some.ask(hello);
		expect(JSON.stringify([answer, some.health()])).not.toMatch(/0123456789|6789/);
	});

	it("AI-2 a local model costs nothing, an unknown one an unknown sum", async () => {
		expect((await models({ order: ["llama"] }).ask(hello)).costMicros).toBe(0);
		const provider = { name: "x", kind: "openai" as const, apiKey: OPENAI_KEY, baseUrl: `${gpt.url}/v1` };
		const some = (more: object) =>
			openModels({ providers: [{ ...provider, model: "our-own", ...more }], order: ["x"] }).ask(hello);
		expect((await some({})).costMicros).toBeNull();
		expect((await some({ price: { input: 1, output: 2 } })).costMicros).toBe(30 + 24);
	});
});
